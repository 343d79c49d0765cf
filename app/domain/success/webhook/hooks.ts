import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { seal, unseal } from "#app/base/seal.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { asSystem, type Ctx, house } from "#db/context.ts";

/** As many outside systems as one organisation may have; a slip must not make them without end. */
const MOST = 50;

/** A secret nobody can guess, in the form of Standard Webhooks: 32 random bytes. */
const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const sealed = (secret: string, id: string) => seal(secret, `account-hook:${id}`);

/** Lets an outside system post what it knows of accounts. Its secret is answered once and kept encrypted. */
export async function createHook(ctx: Ctx, { name }: { name: string }): Promise<{ id: string; secret: string }> {
	authorize(ctx, "account-hooks.manage");
	// Two at once count one after the other.
	await sql`select pg_advisory_xact_lock(hashtextextended(${`account hooks ${ctx.org}`}, 0))`.execute(ctx.db);
	const [count] = await ctx.db
		.selectFrom("account_hooks")
		.select((eb) => eb.fn.countAll<number>().as("rows"))
		.execute();
	if (Number(count!.rows) >= MOST) throw conflict(`There are ${MOST} already. Remove one that is no longer used.`);
	const [id, secret] = [newId(), newSecret()];
	await ctx.db
		.insertInto("account_hooks")
		.values({
			...{ org_id: ctx.org, id, name, secret_sealed: sealed(secret, id) },
			...{ created_by: ctx.actor.name, created_at: ctx.now },
		})
		.execute();
	await ctx.record({ name: "account-hook.created", subject: { type: "account-hook", id }, data: { name } });
	return { id, secret };
}

/**
 * Gives a new secret, answered once. What the sender uses now holds beside it until `removeFormerSecret`; asked twice, the
 * new one alone is replaced. Throws 404.
 */
export async function changeSecret(ctx: Ctx, id: string): Promise<{ secret: string }> {
	authorize(ctx, "account-hooks.manage");
	if (!isId(id)) throw notFound("webhook");
	const secret = newSecret();
	const changed = await ctx.db
		.updateTable("account_hooks")
		.set((eb) => ({
			former_secret_sealed: eb.fn.coalesce("former_secret_sealed", "secret_sealed"),
			secret_sealed: sealed(secret, id),
		}))
		.where("id", "=", id)
		.returning("name")
		.executeTakeFirst();
	if (!changed) throw notFound("webhook");
	await ctx.record({ name: "account-hook.secret-changed", subject: { type: "account-hook", id }, data: changed });
	return { secret };
}

/** From now on only the newest secret holds. Throws 404. */
export async function removeFormerSecret(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "account-hooks.manage");
	if (!isId(id)) throw notFound("webhook");
	const changed = await ctx.db
		.updateTable("account_hooks")
		.set({ former_secret_sealed: null })
		.where("id", "=", id)
		.returning("name")
		.executeTakeFirst();
	if (!changed) throw notFound("webhook");
	await ctx.record({
		name: "account-hook.former-secret-removed",
		subject: { type: "account-hook", id },
		data: changed,
	});
}

/** Takes a system's secret away, with the record of its deliveries. What it told of accounts stays. Throws 404. */
export async function removeHook(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "account-hooks.manage");
	if (!isId(id)) throw notFound("webhook");
	const gone = await ctx.db.deleteFrom("account_hooks").where("id", "=", id).returning("name").executeTakeFirst();
	if (!gone) throw notFound("webhook");
	await ctx.record({ name: "account-hook.removed", subject: { type: "account-hook", id }, data: gone });
}

/** What the door knows of a webhook: whose it is, and what its deliveries may be signed with, the newest first. */
export type KnownHook = { org: string; id: string; name: string; secrets: string[] };

type Row = { org_id: string; id: string; name: string; secret_sealed: string; former_secret_sealed: string | null };

/** The webhook of an address, whoever's it is: one read, before any organisation is known. */
export async function findHook(id: string): Promise<KnownHook | undefined> {
	if (!isId(id)) return undefined;
	const [row] = await house().database.guest<Row>("select * from find_account_hook($1)", [id]);
	if (!row) return undefined;
	const kept = [row.secret_sealed, row.former_secret_sealed].filter((text) => text !== null);
	const secrets = kept.map((text) => unseal(text, `account-hook:${row.id}`));
	return { org: row.org_id, id: row.id, name: row.name, secrets };
}

/** Adds refused signatures to their webhook's count, as the system: a refused request belongs to nobody. */
export async function countRefusedSignatures(id: string, count: number, at: Date): Promise<void> {
	await asSystem(async (db) => {
		await db
			.updateTable("account_hooks")
			.set((eb) => ({ signature_failures: eb("signature_failures", "+", count), signature_failed_at: at }))
			.where("id", "=", id)
			.execute();
	});
}
