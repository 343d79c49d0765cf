import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { LOCALES, Notifications, type Preferences, type PreferencesChange, START_PAGES } from "./preferences-schema.ts";

type Row = {
	time_zone: string;
	locale: string;
	theme: Preferences["theme"];
	start_page: string;
	notifications: unknown;
};

/** The caller's preferences, made with their defaults at the first read. */
export async function getPreferences(ctx: Ctx): Promise<Preferences> {
	authorize(ctx, "preferences.view");
	return read(ctx, await ownMember(ctx));
}

/** Changes some of the caller's preferences and returns all of them. */
export async function changePreferences(ctx: Ctx, change: PreferencesChange): Promise<Preferences> {
	authorize(ctx, "preferences.edit");
	const member = await ownMember(ctx);
	const before = await read(ctx, member);
	await sql`select change_member_preferences(${member}, ${jsonb(change)})`.execute(ctx.db);
	const after = await read(ctx, member);
	const changes: Record<string, [unknown, unknown]> = {};
	for (const key of Object.keys(after) as (keyof Preferences)[]) {
		if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = [before[key], after[key]];
	}
	if (Object.keys(changes).length > 0) {
		await ctx.record({ name: "preferences.changed", subject: { type: "member", id: member }, changes });
	}
	return after;
}

async function read(ctx: Ctx, member: string): Promise<Preferences> {
	const { rows } = await sql<Row>`select * from member_preferences(${member})`.execute(ctx.db);
	const row = rows[0];
	if (!row) throw notFound("member");
	return {
		timeZone: row.time_zone,
		locale: LOCALES.find((locale) => locale === row.locale) ?? "en",
		theme: row.theme,
		startPage: START_PAGES.find((page) => page === row.start_page) ?? "/today",
		notifications: Notifications.parse(row.notifications),
	};
}

/** A key acts for its member, and so on its member's preferences. */
async function ownMember(ctx: Ctx): Promise<string> {
	if (ctx.actor.kind === "member") return ctx.actor.id;
	if (ctx.actor.kind !== "api-key") throw notFound("member");
	const key = await ctx.db
		.selectFrom("api_keys")
		.select("member_id")
		.where("org_id", "=", ctx.org)
		.where("id", "=", ctx.actor.id)
		.executeTakeFirstOrThrow();
	return key.member_id;
}
