import { asSystem, enqueueAsSystem, house } from "#db/context.ts";
import { embedDocumentJob } from "../jobs.ts";

/** From so many passages on an organisation's nearest are found by an index of its own; `near_passages` says the same. */
const INDEX_FROM = 20_000;

/** Has the documents embedded anew whose vectors are of another model than the one configured. Returns how many. */
export async function sweepEmbeddings(model: string): Promise<number> {
	return asSystem(async (db) => {
		const rows = await db
			.selectFrom("document_versions")
			.select(["org_id", "id"])
			.where("state", "=", "ready")
			.where((eb) => eb.or([eb("embedding_model", "is", null), eb("embedding_model", "!=", model)]))
			.limit(500)
			.execute();
		const entries = rows.map((row) => ({ payload: { orgId: row.org_id, versionId: row.id } }));
		if (entries.length > 0) await enqueueAsSystem(db, embedDocumentJob, entries);
		return entries.length;
	});
}

/**
 * Gives each large organisation an index of its vectors, outside of any transaction and without stopping writes. On the
 * embedded database, which does one thing at a time, all vectors are measured instead. Returns the names it made.
 */
export async function indexLargeOrganisations(from = INDEX_FROM): Promise<string[]> {
	const { database } = house();
	if (database.embedded) return [];
	const large = await database.owner.query<{ org_id: string; model: string; size: number }>(
		`select org_id, model, vector_dims(min(embedding::text)::halfvec) as size from passage_vectors
		group by org_id, model having count(*) > $1`,
		[from],
	);
	const made: string[] = [];
	for (const { org_id, model, size } of large) {
		const name = `passage_vectors_of_${org_id.replaceAll("-", "")}_${size}`;
		const [valid] = await database.owner.query<{ ok: boolean }>(
			"select i.indisvalid as ok from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = $1",
			[name],
		);
		if (valid?.ok) continue;
		// What failed half-way is left behind invalid.
		if (valid) await database.owner.query(`drop index concurrently ${name}`, []);
		await database.owner.query(
			`create index concurrently ${name} on passage_vectors using hnsw ((embedding::halfvec(${Number(size)})) halfvec_cosine_ops)
			where org_id = '${org_id}' and model = '${model.replaceAll("'", "''")}'`,
			[],
		);
		made.push(name);
	}
	return made;
}
