import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isReadable } from "../collections/readable.ts";
import type { QuestionVector } from "../indexing/embedder.ts";
import { vectorText } from "../indexing/store-passages.ts";
import { embedLexically, LEXICAL_MODEL } from "../rules/lexical-embedding.ts";
import type { FileKind } from "../schema.ts";

export type SearchKnowledge = {
	q: string;
	/** The question's vector by the model that is configured; null: by its words alone, made here. */
	vector: QuestionVector | null;
	limit: number;
	collectionId?: string | undefined;
	documentId?: string | undefined;
	kind?: FileKind | undefined;
};

export type FoundPassage = {
	id: string;
	documentId: string;
	title: string;
	collection: string;
	kind: FileKind;
	position: number;
	page: number | null;
	heading: string;
	/** A piece of the passage; `marks` are the places in it, [from, to), that hold words of the question. */
	excerpt: string;
	marks: [number, number][];
	body: string;
	score: number;
	/** Of the words alone (BM25), and how near in meaning (cosine); null where that half did not find it. */
	byWords: number | null;
	byVector: number | null;
};

/** How much the vectors' places count beside the words'. What is made from words again says little that they do not. */
const WEIGHT = { lexical: 0.25, model: 1 };
/**
 * Without a model's vectors the halves are added by what they found rather than by their places: the words' score as a
 * part of the best one's, and so many times the likeness of the lexical vectors, which are of one kind and so comparable
 * (a convex combination, Bruch, Gai and Ingber 2023). Anything from 1 to 1.5 does as well on the sets of `bench:retrieval`.
 */
const LIKENESS = 1.5;
/** What is less alike has nothing to do with the question; of models' likeness nothing can be said for all. */
const LEAST = { lexical: 0.2, model: 0 };
/** Of each half, so many are put together. */
const CANDIDATES = 100;
/** More than these are not shown: a narrower question finds better. */
export const MOST_FOUND = 200;
/** Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009). */
const RRF = 60;

/**
 * The passages that answer best, by words and by vectors together, of what the actor may read: that is decided before
 * the nearest are chosen, so that whoever may read little finds as much of it. One statement. Throws 403.
 */
export async function searchKnowledge(ctx: Ctx, search: SearchKnowledge): Promise<{ passages: FoundPassage[] }> {
	authorize(ctx, "knowledge.view");
	const q = search.q.replace(/\0/g, "").trim().slice(0, 1_000);
	if (q === "") return { passages: [] };
	const most = Math.min(MOST_FOUND + 1, Math.max(CANDIDATES, search.limit));
	const seen = ctx.db
		.selectFrom("collections")
		.select(["id", "name", "passages"])
		.where(isReadable(ctx))
		.$if(search.collectionId !== undefined, (query) => query.where("id", "=", search.collectionId!));
	const { rows } = await sql<Row>`
		with seen as materialized (${seen}), reach as materialized (
			select coalesce(array_agg(id), '{}') as ids, coalesce(sum(passages), 0)::bigint as readable from seen
		), within as materialized (${chosen(search)}), by_words as (
			select m.id, m.score, row_number() over (order by m.score desc, m.id) as place
			from reach, within, match_chosen_passages(reach.ids, ${q}, ${most}, within.ids, within.passages) m
		), by_vector as (
			${nearest(vectorsOf(q, search.vector), most)}
		), fused as materialized (
			select coalesce(w.id, v.id) as id, w.score as words, v.likeness, ${fusedBy(search.vector)} as score
			from by_words w full join by_vector v on v.id = w.id
		), best as (
			select f.*, p.document_id, p.position, p.page, p.heading, p.body, d.title, s.name as collection, v.kind
			from fused f
			join passages p on p.id = f.id
			join documents d on d.id = p.document_id and d.current_version_id = p.version_id and d.deleted_at is null
			join document_versions v on v.id = p.version_id
			join seen s on s.id = p.collection_id
			order by f.score desc, f.id limit ${search.limit}
		), looked_for as (
			select string_agg(quote_literal(replace(w.word, '\\', '\\\\')), ' | ')::tsquery as words from weigh_words(${q}) w
		)
		select b.*, coalesce(ts_headline('public.perigee_text', b.body, l.words,
			${`StartSel=${START}, StopSel=${STOP}, MaxWords=60, MinWords=35, ShortWord=2`}), left(b.body, 400)) as excerpt
		from best b cross join looked_for l order by b.score desc, b.id`.execute(ctx.db);
	return { passages: rows.map(toPassage) };
}

/**
 * Each passage has one vector: of the model in use, of one before it while it waits to be embedded anew, or one made
 * from words. So the question is asked of each, and what each finds is placed among its own kind.
 */
function vectorsOf(q: string, vector: QuestionVector | null) {
	const lexical = { model: LEXICAL_MODEL, values: embedLexically(q) };
	if (!vector || vector.model === LEXICAL_MODEL) return [vector ?? lexical];
	return [vector, ...(vector.earlier ?? []), lexical];
}

function fusedBy(vector: QuestionVector | null): RawBuilder<unknown> {
	if (vector && vector.model !== LEXICAL_MODEL)
		return sql`coalesce(1.0 / (${RRF} + w.place), 0) + coalesce(v.weight / (${RRF} + v.place), 0)`;
	return sql`coalesce(w.score / nullif(max(w.score) over (), 0), 0) + ${LIKENESS}::float8 * coalesce(v.likeness, 0)`;
}

function nearest(vectors: { model: string; values: readonly number[] }[], most: number): RawBuilder<unknown> {
	const each = vectors.map(({ model, values }) => {
		const kind = model === LEXICAL_MODEL ? "lexical" : "model";
		return sql`select n.id, 1 - n.distance as likeness, row_number() over (order by n.distance, n.id) as place,
				${WEIGHT[kind]}::float8 as weight
			from reach, within, near_chosen_passages(reach.ids, ${model}, ${vectorText(values)}::halfvec, ${most}, reach.readable,
				within.ids, within.passages) n
			where 1 - n.distance >= ${LEAST[kind]}::float8`;
	});
	return sql.join(each, sql` union all `);
}

/** The documents that are asked of, and how many passages they have; no ids: all. Chosen before the best are cut off. */
function chosen({ documentId, kind }: SearchKnowledge): RawBuilder<unknown> {
	if (documentId === undefined && kind === undefined) return sql`select null::uuid[] as ids, 0::bigint as passages`;
	return sql`select coalesce(array_agg(d.id), '{}') as ids, coalesce(sum(v.passages), 0)::bigint as passages
		from documents d join document_versions v on v.id = d.current_version_id
		where d.deleted_at is null and d.collection_id in (select id from seen)
			${documentId === undefined ? sql`` : sql`and d.id = ${documentId}::uuid`}
			${kind === undefined ? sql`` : sql`and v.kind = ${kind}`}`;
}

type Row = {
	id: string;
	document_id: string;
	title: string;
	collection: string;
	kind: FileKind;
	position: number;
	page: number | null;
	heading: string;
	body: string;
	excerpt: string;
	score: number | string;
	words: number | null;
	likeness: number | null;
};

/** Signs of the private area, which extraction takes out of every text. */
const START = "\uE000";
const STOP = "\uE001";

function toPassage(row: Row): FoundPassage {
	return {
		id: row.id,
		documentId: row.document_id,
		title: row.title,
		collection: row.collection,
		kind: row.kind,
		position: row.position,
		page: row.page,
		heading: row.heading,
		...readMarks(row.excerpt),
		body: row.body,
		score: Number(row.score),
		byWords: row.words,
		byVector: row.likeness,
	};
}

/** A text with signs around what was found, as the text without them and the places they stood around. */
export function readMarks(marked: string): { excerpt: string; marks: [number, number][] } {
	const marks: [number, number][] = [];
	let excerpt = "";
	for (const [index, part] of marked.split(START).entries()) {
		const end = index === 0 ? -1 : part.indexOf(STOP);
		if (end >= 0) marks.push([excerpt.length, excerpt.length + end]);
		excerpt += part.replaceAll(STOP, "");
	}
	return { excerpt, marks };
}
