import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { z } from "zod";
import { changeApprovalText } from "#app/domain/workflows/approvals/change-text.ts";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { MOST_TEXT } from "#app/domain/workflows/approvals/schema.ts";
import { getApproval } from "#app/domain/workflows/reading/approval-queries.ts";
import { versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { ApprovalFacts } from "./approval-facts.tsx";
import { BeganWithMessage } from "./began-with-message.tsx";
import { Beside } from "./beside.tsx";
import { VoteForm } from "./vote-form.tsx";
import { Votes } from "./votes.tsx";

export const meta = () => [{ title: "Approval · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "approvals.view", async (ctx) => {
		const { made, ...approval } = await getApproval(ctx, args.params.id ?? "");
		const { graph, trigger } = await versionGraph(ctx, approval.workflow.id, approval.version);
		const nameOf = (node: string) => graph.nodes.find(({ id }) => id === node)?.name ?? node;
		// What the trigger made is what the run began with.
		const others = made.filter(({ node }) => node !== trigger);
		return { ...approval, made: others.map(({ node, output }) => ({ node, name: nameOf(node), output })) };
	});

const Vote = z.object({
	answer: z.enum(["yes", "no", "save"], "Say yes or no."),
	note: z.string().trim().max(2_000, "Write 2,000 characters at most.").default(""),
	// What stands in a form that came empty is an empty text.
	text: z
		.string()
		.max(MOST_TEXT, `Write ${MOST_TEXT.toLocaleString("en")} characters at most.`)
		.default(""),
	textVersion: z.coerce.number().int().min(1).optional(),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "approvals.decide", schema: Vote }, async (ctx, { answer, note, text, textVersion }) => {
		const id = args.params.id ?? "";
		if (answer === "save") {
			await changeApprovalText(ctx, id, { text, version: textVersion ?? 0 });
			return { to: `/approvals/${id}`, flash: "The text is kept. The run still waits for a yes or a no." };
		}
		const changed = textVersion === undefined ? {} : { text, textVersion };
		const { state } = await decideApproval(ctx, id, { isYes: answer === "yes", note, ...changed });
		return { to: `/approvals/${id}`, flash: SAID[state] };
	});

const SAID = {
	// It stays until one leaves the page, which says by itself how many more are needed: others may decide meanwhile.
	open: "Your yes is kept.",
	approved: "It is approved, and the run goes on.",
	declined: "It is declined, and the run goes on by its way for a no.",
};

export default function ApprovalPage() {
	const approval = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	// The form keeps the text that it was opened with, whatever others do to it meanwhile, until it is opened again.
	const { key } = useLocation();
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
				<VoteForm key={key} approval={approval} reply={reply} />
			</div>
			<Votes approval={approval} />
			<BeganWithMessage message={approval.message} />
			<Beside title="What the run began with" label="What the run began with, as data" json={approval.trigger} />
			{approval.made.map(({ node, name, output }) => (
				<Beside
					key={node}
					title={`What “${name}” made`}
					label={`Made by “${name}”, as data`}
					json={output}
					whole={`/runs/${approval.runId}`}
				/>
			))}
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
