import { asSystem } from "#db/context.ts";
import { LEXICAL_MODEL } from "../rules/lexical-embedding.ts";

/** Models other than the one in use whose vectors are still searched: until all is embedded anew. Two at most. */
export async function listEarlierModels(model: string): Promise<string[]> {
	return asSystem(async (db) => {
		const rows = await db
			.selectFrom("document_versions")
			.select("embedding_model as model")
			.distinct()
			.where("state", "=", "ready")
			.where("embedding_model", "is not", null)
			.where("embedding_model", "not in", [model, LEXICAL_MODEL])
			.limit(2)
			.execute();
		return rows.map((row) => row.model!);
	});
}
