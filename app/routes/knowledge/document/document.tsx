import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { getDocument, readPassages } from "#app/domain/knowledge/documents/document-queries.ts";
import { readMarks } from "#app/domain/knowledge/search/search-knowledge.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { Marked, originalPath } from "../marked.tsx";
import { Facts, toldVersion } from "./document-facts.tsx";

export const meta = () => [{ title: "Document · Perigee" }];

/** Passages of one page of reading; what stands before the one that was found is shown too. */
const MOST = 30;

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.view", async (ctx) => {
		const { searchParams } = new URL(args.request.url);
		const wanted = Math.max(0, Number.parseInt(searchParams.get("from") ?? "0", 10) || 0);
		const from = Math.floor(wanted / MOST) * MOST;
		const q = searchParams.get("q")?.slice(0, 500) || undefined;
		const document = await getDocument(ctx, args.params.id ?? "");
		const passages = document.isDeleted ? [] : await readPassages(ctx, document, { from, q, most: MOST + 1 });
		return {
			document,
			q,
			from,
			wanted: searchParams.has("from") || q ? wanted : null,
			hasMore: passages.length > MOST,
			passages: passages.slice(0, MOST).map(({ excerpt, ...passage }) => ({ ...passage, ...readMarks(excerpt) })),
			canEdit: can(ctx.actor, "knowledge.edit"),
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function DocumentPage() {
	const shown = useLoaderData<typeof loader>();
	const { document } = shown;
	const [newest] = document.versions;
	const told = toldVersion(document);
	useLiveRefresh(["documents"]);
	return (
		<Page
			title={document.title}
			crumbs={[{ label: "Knowledge", href: "/knowledge" }]}
			side={<Facts document={document} canEdit={shown.canEdit} />}
			actions={shown.canEdit && <Acts shown={shown} />}
		>
			{document.isDeleted && (
				<Notice tone="warn">This document was removed. Nobody finds it until it is brought back.</Notice>
			)}
			{document.state === "failed" && (
				<Notice
					tone="bad"
					title={
						document.versions.length > 1 ? "The newest version could not be read." : "This file could not be read."
					}
				>
					{document.reason}
					{document.inUse !== null && ` Version ${document.inUse} stays in use: it is found and quoted as before.`}
				</Notice>
			)}
			{document.state === "ready" && document.reason && <Notice tone="warn">{document.reason}</Notice>}
			{told?.note && <Notice tone="warn">{told.note}</Notice>}
			{document.origin?.reason && document.state !== "failed" && (
				<Notice tone="warn" title="The page could not be fetched again.">
					{document.origin.reason} Its text here is the one of before.
				</Notice>
			)}
			{document.state === "processing" && newest && (
				<Progress
					label="Being read"
					done={newest.embedded}
					{...(newest.passages > 0 ? { total: newest.passages } : {})}
				/>
			)}
			{told?.summary && (
				<Section title="Summary">
					<p className="knowledge-text">{told.summary}</p>
					<p className="muted">
						{told.summarySource === "rules" ? "Taken from its own sentences, without a model." : "Written by a model."}
					</p>
				</Section>
			)}
			<Text shown={shown} />
		</Page>
	);
}

function Text({ shown: { document, passages, q, from, wanted, hasMore } }: { shown: Shown }) {
	const query = (position: number) =>
		`/knowledge/${document.id}?${new URLSearchParams({ from: String(position), ...(q ? { q } : {}) })}`;
	const inUse = document.versions.find(({ id }) => id === document.currentVersionId);
	return (
		<Section title="Text">
			{passages.length === 0 && !document.isDeleted && <p className="muted">There is no text to be read yet.</p>}
			<div className="knowledge-text">
				{passages.map((passage, index) => {
					const before = passages[index - 1];
					return (
						<section
							key={passage.id}
							id={`p${passage.position}`}
							className="passage-read"
							data-found={passage.position === wanted || undefined}
						>
							{passage.page !== null && passage.page !== before?.page && (
								<p className="muted" id={`page-${passage.page}`}>
									{inUse?.kind === "pdf" && inUse.fileId ? (
										<a href={originalPath(document.id, passage.page)}>Page {passage.page}</a>
									) : (
										`Page ${passage.page}`
									)}
								</p>
							)}
							{passage.heading !== before?.heading && passage.heading !== document.title && <h3>{passage.heading}</h3>}
							<p>
								<Marked excerpt={passage.excerpt} marks={passage.marks as [number, number][]} />
							</p>
						</section>
					);
				})}
			</div>
			<Pager
				labels={["Earlier", "Go on reading"]}
				newer={from > 0 ? query(Math.max(0, from - MOST)) : null}
				older={hasMore ? query(from + MOST) : null}
			/>
		</Section>
	);
}

function Acts({ shown: { document } }: { shown: Shown }) {
	const act = (name: string, words: string) => (
		<Form method="post" action={`/knowledge/${document.id}/state`}>
			<SubmitButton tone="plain" name="act" value={name}>
				{words}
			</SubmitButton>
		</Form>
	);
	if (document.isDeleted) return act("restore", "Bring back");
	const [newest] = document.versions;
	return (
		<>
			{document.origin && act("refresh", "Fetch again")}
			{document.state === "failed" && newest?.fileId && act("retry", "Read again")}
			{document.state === "failed" && document.inUse !== null && act("drop", `Keep version ${document.inUse}`)}
			{act("remove", "Remove")}
			<ButtonLink to={`/knowledge/${document.id}/edit`}>Edit</ButtonLink>
			<ButtonLink to={`/knowledge/upload?replaces=${document.id}`} icon="upload">
				Replace
			</ButtonLink>
		</>
	);
}
