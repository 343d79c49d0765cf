import { newId } from "#app/base/ids.ts";
import { house } from "#db/context.ts";
import type { TestOrg } from "#tests/support/house.ts";

export type Filled = { document: string; version: string; open: string; closed: string };

/**
 * Passages with vectors around 300 centres, of length 1, straight by SQL as indexing leaves them: `open` of them in a
 * collection for all, the rest in one for owners.
 */
export async function fillVectors(
	org: TestOrg,
	shape: { passages: number; open: number; size: number; model: string },
): Promise<Filled> {
	const { owner } = house().database;
	const [document, version, open, closed] = [newId(), newId(), newId(), newId()];
	await owner.query(
		`insert into collections (org_id, id, name, visibility, roles, passages)
		values ($1, $2, 'Open', 'all', '{}', $4), ($1, $3, 'Closed', 'roles', '{owner}', $5)`,
		[org.id, open, closed, shape.open, shape.passages - shape.open],
	);
	await owner.query(
		"insert into documents (org_id, id, title, state, collection_id) values ($1, $2, 'Large', 'ready', $3)",
		[org.id, document, open],
	);
	await owner.query(
		`insert into document_versions (org_id, id, document_id, number, name, kind, sha256, created_by, state, passages, embedding_model)
		values ($1, $2, $3, 1, 'large.txt', 'text', '\\x00', 'Test', 'ready', $4, $5)`,
		[org.id, version, document, shape.passages, shape.model],
	);
	await owner.query("update documents set current_version_id = $2 where id = $1", [document, version]);
	// Every so manieth is open, so that what is open lies among the rest and not beside it.
	await owner.query(
		`insert into passages (org_id, id, document_id, version_id, collection_id, position, heading, body, length)
		select $1, gen_random_uuid(), $2, $3, case when n * $6::bigint % $7 < $6 then $4::uuid else $5::uuid end, n, '',
			'Passage number' || n || ' of chapter' || n % 300 || ' speaks of subject' || (n * 7919) % 5000 || ' at length', 8
		from generate_series(0, $7::int - 1) n`,
		[org.id, document, version, open, closed, shape.open, shape.passages],
	);
	await owner.query(
		`insert into passage_vectors (org_id, passage_id, collection_id, model, embedding)
		select p.org_id, p.id, p.collection_id, $2, l2_normalize(v.embedding) from passages p cross join lateral (
			select array_agg(sin(p.position % 300 * 7.3 + g * (1 + p.position % 300 % 13)) + (random() - 0.5) * 0.8)::real[]::halfvec as embedding
			from generate_series(1, $3::int) g
		) v where p.org_id = $1`,
		[org.id, shape.model, shape.size],
	);
	await owner.query(
		`insert into knowledge_words (org_id, word, passages)
		select $1, w.lexeme, count(*) from passages p, unnest(p.words) w where p.org_id = $1 group by 2`,
		[org.id],
	);
	await owner.query("insert into knowledge_totals select $1, count(*), sum(length) from passages where org_id = $1", [
		org.id,
	]);
	return { document, version, open, closed };
}
