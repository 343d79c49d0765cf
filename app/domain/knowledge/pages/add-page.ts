import { sql } from "kysely";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isReadable } from "../collections/readable.ts";
import { collectionOf } from "../documents/add-document.ts";
import { fetchPageJob } from "../jobs.ts";
import { pageFileName, pageTitle } from "./page-name.ts";

export const PageForm = z.object({
	url: z
		.url({ protocol: /^https?$/, error: "Write an address that begins with https://" })
		.max(2_000, "Use 2,000 characters at most")
		.refine((value) => !URL.parse(value)?.username, "The address must not hold a user name or password")
		.transform((value) => {
			const url = new URL(value);
			url.hash = "";
			return url.href;
		}),
	collection: z
		.string()
		.optional()
		.transform((id) => id || undefined),
});
export type PageForm = z.output<typeof PageForm>;

/**
 * Takes a web page into the knowledge: a document whose text is fetched in the background and kept in step. A page that
 * is there already is told (`isSame`) and fetched anew, also when many add it at once. Throws 404 for a collection that
 * the actor may not read.
 */
export async function addPage(ctx: Ctx, { url, collection }: PageForm): Promise<{ id: string; isSame: boolean }> {
	authorize(ctx, "knowledge.edit");
	// A key cannot decide it: who may not read a page that is there adds another one. So one address is added one by one.
	await sql`select pg_advisory_xact_lock(hashtextextended(${`web-page ${ctx.org} ${url}`}, 0))`.execute(ctx.db);
	const same = await findPage(ctx, url);
	if (same) {
		await ctx.enqueue(fetchPageJob, { orgId: ctx.org, documentId: same });
		return { id: same, isSame: true };
	}
	const [id, versionId] = [newId(), newId()];
	const times = { created_at: ctx.now, updated_at: ctx.now };
	const title = pageTitle(url);
	await ctx.db
		.insertInto("documents")
		.values({ org_id: ctx.org, id, title, collection_id: await collectionOf(ctx, collection), ...times })
		.execute();
	// The version that the first fetch fills: without a file and of no content yet.
	await ctx.db
		.insertInto("document_versions")
		.values({
			...{ org_id: ctx.org, id: versionId, document_id: id, number: 1 },
			...{ name: pageFileName(url, "text/html"), kind: "html", sha256: Buffer.alloc(0) },
			...{ created_by: ctx.actor.name, created_at: ctx.now },
		})
		.execute();
	await ctx.db.insertInto("web_pages").values({ org_id: ctx.org, document_id: id, url, created_at: ctx.now }).execute();
	await ctx.enqueue(fetchPageJob, { orgId: ctx.org, documentId: id });
	await ctx.record({ name: "document.added", subject: { type: "document", id }, data: { title, file: url } });
	return { id, isSame: false };
}

async function findPage(ctx: Ctx, url: string): Promise<string | undefined> {
	const found = await ctx.db
		.selectFrom("web_pages as w")
		.innerJoin("documents as d", "d.id", "w.document_id")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.select("d.id")
		.where("w.url", "=", url)
		.where("d.deleted_at", "is", null)
		.where(isReadable(ctx) as never)
		.executeTakeFirst();
	return found?.id;
}
