import type pg from "pg";

/** The word of a place in the list of 20,000: the first stands in most passages, the last ones in a few each. */
export const word = (place: number) =>
	`w${String(place).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)))}x`;

/**
 * Fills organisations with passages, words, vectors and totals as indexing leaves them, straight by SQL. Words are
 * drawn by Zipf's law from 20,000, some 60 a passage; vectors lie around 500 centres, as those of real texts do.
 * Of each a part of `openShare`, one passage at least, lies in a collection for all; the rest in one for owners only.
 */
export async function fillPassages(
	client: pg.Client,
	tenants: readonly { org: string; open: string; closed: string; document: string; version: string; count: number }[],
	options: { dimensions: number; openShare: number },
): Promise<void> {
	for (const { org, open, closed, document, version, count } of tenants) {
		for (let from = 1; from <= count; from += 20_000) {
			const to = Math.min(count, from + 19_999);
			await client.query(
				`insert into passages (org_id, id, document_id, version_id, collection_id, position, heading, body, length)
				select $1, gen_random_uuid(), $4, $5, case when (n - 1) % $6::int = 0 then $2::uuid else $3::uuid end, n, '', t.body, 60
				from generate_series($7::int, $8::int) n cross join lateral (
					select string_agg('w' || translate((20000 ^ random())::int::text, '0123456789', 'abcdefghij') || 'x', ' ') as body from generate_series(1, 60) g where n > 0) t`,
				[org, open, closed, document, version, Math.round(1 / options.openShare), from, to],
			);
		}
		await client.query(
			`insert into passage_vectors (org_id, passage_id, collection_id, model, embedding)
			select p.org_id, p.id, p.collection_id, 'bench', v.embedding from passages p cross join lateral (
				select array_agg(sin(c.centre * 7.3 + g * (1 + c.centre % 13)) + random() * 0.8)::real[]::halfvec as embedding
				from (select (random() * 500)::int + length(p.body) * 0 as centre) c, generate_series(1, ${options.dimensions}) g
			) v where p.org_id = $1`,
			[org],
		);
		await client.query(
			`insert into knowledge_words (org_id, word, passages)
			select $1, w.lexeme, count(*) from passages p, unnest(p.words) w where p.org_id = $1 group by 2`,
			[org],
		);
		await client.query(
			`insert into knowledge_totals select $1, count(*), sum(length) from passages where org_id = $1`,
			[org],
		);
		await client.query(
			`update collections c set passages = (select count(*) from passages p where p.org_id = c.org_id and p.collection_id = c.id) where org_id = $1`,
			[org],
		);
	}
}
