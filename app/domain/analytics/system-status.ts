import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** What an organisation's administrator asks first when something seems to stand still. */
export type OrganisationStatus = {
	/** The organisation's own switches; the environment has its own above them. */
	sending: { email: boolean; sms: boolean; webhook: boolean };
	/** Outbound messages in the states that wait for somebody, counted up to 1,000 each. */
	outbox: { held: number; queued: number; failed: number; uncertain: number };
	shops: { id: string; name: string; enabled: boolean; polledAt: Date | null; failingSince: Date | null }[];
};

/** The organisation's switches, what waits in its outbox, and its shops: three queries. */
export async function getOrganisationStatus(ctx: Ctx): Promise<OrganisationStatus> {
	authorize(ctx, "system.view");
	const org = await ctx.db.selectFrom("organisations").select("sending").where("id", "=", ctx.org).executeTakeFirst();
	const sending = (org?.sending ?? {}) as Partial<OrganisationStatus["sending"]>;
	const { rows } = await sql<{ state: keyof OrganisationStatus["outbox"]; count: number }>`
		select state, (select count(*) from (select from messages m
			where m.direction = 'out' and m.channel <> 'chat' and m.state = s.state limit 1000) as capped) as count
		from unnest(array['held', 'queued', 'failed', 'uncertain']) s (state)`.execute(ctx.db);
	const counts = Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
	const shops = await ctx.db
		.selectFrom("shop_connections")
		.select(["id", "name", "enabled", "polled_at as polledAt", "failing_since as failingSince"])
		.orderBy("name")
		.execute();
	return {
		sending: { email: sending.email === true, sms: sending.sms === true, webhook: sending.webhook === true },
		outbox: counts as OrganisationStatus["outbox"],
		shops,
	};
}
