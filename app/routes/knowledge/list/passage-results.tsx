import { Link } from "@remix-run/react";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Marked, originalPath, passagePath } from "../marked.tsx";
import { filtersOf, pathOf, SHOWN_AT_ONCE } from "./knowledge-address.ts";
import type { Shown } from "./shown.ts";

type Found = NonNullable<Shown["found"]>[number];

/** The passages of a search, best first; more of them by a link that keeps question and filters. */
export function PassageResults({ shown }: { shown: Shown }) {
	const { address, chosen, isLexical, hasMore, most } = shown;
	const found = shown.found ?? [];
	const kept = filtersOf(address);
	if (found.length === 0) {
		const where = chosen ? ` of ${chosen.name}` : "";
		return (
			<EmptyState
				icon="search"
				title="Nothing found"
				text={`No passage${where} that you may read answers “${address.q}”. Try other words.`}
			>
				{(chosen || address.kind) && <ButtonLink to={pathOf({ q: address.q })}>Search everywhere</ButtonLink>}
				<ButtonLink to={pathOf({ ...kept, q: "" })}>Clear the search</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<div className="knowledge-results">
			{isLexical && (
				<Notice>
					No embedding model is configured, so this search goes by words and their spelling, not by meaning.
				</Notice>
			)}
			<ol className="passages" aria-label="Passages found">
				{found.map((passage, index) => (
					<li key={passage.id} id={`found-${index + 1}`} className="passage">
						<h2>
							<Link to={passagePath(passage, address.q)}>{passage.title}</Link>
						</h2>
						<Place passage={passage} />
						<p>
							{passage.begins ? "" : "… "}
							<Marked excerpt={passage.excerpt} marks={passage.marks as [number, number][]} />
							{passage.ends ? "" : " …"}
						</p>
					</li>
				))}
			</ol>
			{hasMore && found.length < most && (
				<p>
					<ButtonLink to={`${pathOf({ ...kept, shown: found.length + SHOWN_AT_ONCE })}#found-${found.length + 1}`}>
						Show more
					</ButtonLink>
				</p>
			)}
			{hasMore && found.length >= most && (
				<p className="muted">These are the best {most}. Ask with more words, or narrow the search by a filter.</p>
			)}
		</div>
	);
}

function Place({ passage }: { passage: Found }) {
	const { title, heading, page, kind, documentId, collection } = passage;
	// Of "Title › Part" the title stands above already.
	const before = heading === title ? "" : heading.replace(`${title} › `, "");
	return (
		<p className="muted">
			{before && `${before} · `}
			{page !== null && (kind === "pdf" ? <a href={originalPath(documentId, page)}>Page {page}</a> : `Page ${page}`)}
			{page !== null && " · "}
			{collection}
		</p>
	);
}
