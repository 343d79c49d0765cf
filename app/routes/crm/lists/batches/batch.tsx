import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { getBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { LIST_EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { LIST_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { listRefusals } from "#app/domain/leads/bulk/refusal-queries.ts";
import { page } from "#app/doors/page.ts";
import { useProgress } from "#app/routes/crm/imports/use-progress.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { LIST_WORDS } from "../list-words.ts";
import { BATCH_STATES } from "./batch-words.ts";

export const meta = () => [{ title: "Change of many records · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.view", async (ctx) => {
		const batch = await getBatch(ctx, args.params.id ?? "");
		if (batch.act === "import") throw redirect(`/imports/${batch.id}`);
		const { params, cursor: _, ...shown } = batch;
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		const refused = batch.refused > 0 ? await listRefusals(ctx, batch.id, after) : null;
		return {
			...shown,
			refusals: refused?.refusals ?? [],
			more: refused?.next ?? null,
			undo: params.undo ?? null,
			mayEdit: can(ctx.actor, LIST_EDIT_PERMISSION[batch.type]),
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function BatchPage() {
	const batch = useLoaderData<typeof loader>();
	const isGoing = batch.state === "running" || batch.state === "undoing";
	useProgress(isGoing);
	useLiveRefresh([`batch:${batch.id}`]);
	return (
		<Page
			title={batch.title}
			crumbs={[{ label: "Changes of many records", href: "/batches" }]}
			width="narrow"
			actions={<ButtonLink to={recordPath(batch.type)}>{LIST_WORDS[batch.type].title}</ButtonLink>}
		>
			<p className="cluster">
				<Status tone={BATCH_STATES[batch.state].tone}>{BATCH_STATES[batch.state].label}</Status>
				<span className="muted">
					Begun by {batch.memberName} <Time at={batch.createdAt} />
				</span>
			</p>
			<Progress
				label={batch.state === "undoing" || batch.state === "undone" ? "Taken back" : "Done"}
				done={batch.done}
				total={Math.max(batch.total, batch.done)}
			/>
			{isGoing && (
				<noscript>
					<p>
						<a href={`/batches/${batch.id}`}>See how far it is</a>
					</p>
				</noscript>
			)}
			<p>{resultOf(batch)}</p>
			{batch.reason && <p>{batch.reason}</p>}
			{batch.mayEdit && <Acts batch={batch} />}
			{batch.refused > 0 && <Refusals batch={batch} />}
		</Page>
	);
}

function Acts({ batch: { id, state } }: { batch: Shown }) {
	const acts = state === "running" ? "stop" : state === "done" || state === "cancelled" ? "undo" : null;
	if (!acts) return null;
	return (
		<Form discover="none" method="post" action={`/batches/${id}/state`}>
			<SubmitButton tone="plain" name="act" value={acts} icon={acts === "undo" ? "undo" : "close"}>
				{acts === "undo" ? "Undo this change" : "Stop here"}
			</SubmitButton>
		</Form>
	);
}

/** Those that a rule kept from the change, each with the reason, so that somebody can do what is left to do. */
function Refusals({ batch: { id, refusals, more } }: { batch: Shown }) {
	return (
		<Section title="Not changed">
			<Table
				caption="What could not be changed, and why"
				rows={refusals}
				rowKey={(row) => row.id}
				name={{ label: "Lead", name: ({ name }) => name, href: (row) => recordPath("lead", row.id) }}
				columns={[{ id: "reason", label: "Why", cell: ({ reason }) => reason }]}
			/>
			<Pager older={more && `/batches/${id}?after=${more}`} labels={["Previous", "Next"]} />
		</Section>
	);
}

/** What became of it, in a sentence. */
function resultOf({ state, type, changed, skipped, refused, undo }: Shown): string {
	const { one, many } = LIST_NOUNS[type];
	if (state === "undone" && undo) {
		const left = undo.left > 0 ? ` ${countOf(undo.left, one, many)} changed since and stayed as they are.` : "";
		return `${countOf(undo.undone, one, many)} taken back.${left}`;
	}
	if (state === "undoing") return "What somebody changed since is left alone and counted.";
	const rest = skipped > 0 ? ` ${countOf(skipped, one, many)} stayed as they were.` : "";
	const not = refused > 0 ? ` ${countOf(refused, one, many)} could not be changed.` : "";
	return `${countOf(changed, one, many)} changed.${rest}${not}`;
}
