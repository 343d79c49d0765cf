import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { getApproval } from "#app/domain/workflows/reading/approval-queries.ts";
import { versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { ApprovalFacts } from "./approval-facts.tsx";
import { Beside } from "./beside.tsx";
import { VoteForm } from "./vote-form.tsx";
import { Votes } from "./votes.tsx";

export const meta = () => [{ title: "Approval · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "approvals.view", async (ctx) => {
		const { made, ...approval } = await getApproval(ctx, args.params.id ?? "");
		const { graph } = await versionGraph(ctx, approval.workflow.id, approval.version);
		const nameOf = (node: string) => graph.nodes.find(({ id }) => id === node)?.name ?? node;
		return { ...approval, made: made.map(({ node, output }) => ({ node, name: nameOf(node), output })) };
	});

const Vote = z.object({
	answer: z.enum(["yes", "no"], "Say yes or no."),
	note: z.string().trim().max(2_000, "Write 2,000 characters at most.").default(""),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "approvals.decide", schema: Vote }, async (ctx, { answer, note }) => {
		const id = args.params.id ?? "";
		const { state } = await decideApproval(ctx, id, { isYes: answer === "yes", note });
		return { to: `/approvals/${id}`, flash: SAID[state] };
	});

const SAID = {
	open: "Your yes is kept. More are needed before the run goes on.",
	approved: "It is approved, and the run goes on.",
	declined: "It is declined, and the run goes on by its way for a no.",
};

export default function ApprovalPage() {
	const approval = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	useLiveRefresh([`approval:${approval.id}`, `workflow-run:${approval.runId}`]);
	return (
		<Page
			title={approval.title}
			crumbs={[{ label: "Approvals", href: "/approvals" }]}
			search={null}
			side={<ApprovalFacts approval={approval} />}
		>
			<div className="decision">
				{approval.details && <p className="mail-text">{approval.details}</p>}
				<VoteForm approval={approval} reply={reply} />
			</div>
			<Votes approval={approval} />
			{approval.made.map(({ node, name, output }) => (
				<Beside
					key={node}
					title={`What “${name}” made`}
					label={`Made by “${name}”, as data`}
					json={output}
					whole={`/runs/${approval.runId}`}
				/>
			))}
			<Beside title="What the run began with" label="What the run began with, as data" json={approval.trigger} />
			<Section title="The run">
				<p>
					<Link to={`/runs/${approval.runId}`} discover="none" className="btn btn-small btn-quiet">
						Everything that the run did
					</Link>
				</p>
			</Section>
		</Page>
	);
}
