import { addDays, dateAt } from "#app/base/time.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { house } from "#db/context.ts";
import { as, asActor, SYSTEM, type TestOrg } from "#tests/support/house.ts";

export const inDays = (days: number) => addDays(dateAt(house().database.clock.now().getTime(), "UTC"), days);

/** A customer of the user's who renews in so many days, with the play that the rules open for it. */
export async function makePlay(
	org: TestOrg,
	{ name, days = 30, owner = "user" }: { name: string; days?: number; owner?: "user" | "manager" },
): Promise<{ accountId: string; playId: string }> {
	const { id } = await as(org, "user", (ctx) =>
		createAccount(ctx, {
			...{ name, lifecycle: "customer", arrCents: 5_000_000 },
			...{ ownerId: org.members[owner].id, renewalOn: inDays(days) },
		}),
	);
	await asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx, { accountIds: [id] }));
	const play = await as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("plays").select("id").where("account_id", "=", id).executeTakeFirstOrThrow(),
	);
	return { accountId: id, playId: play.id };
}
