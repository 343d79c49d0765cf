import { addDays, DAY, dateAt } from "#app/base/time.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG, memberId, SEEDER } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { seedArtifacts } from "./artifacts.ts";
import { KNOWN, STAKEHOLDERS, USERS_OWN } from "./success-content.ts";

/**
 * What the demo firm knows of its accounts' success, with the past of their scores, and the plays that its rules open for
 * them: queues for the manager, the owner and the user.
 */
export async function seedSuccess(ctx: Ctx, firstAt: Date): Promise<void> {
	const today = dateAt(firstAt.getTime(), "America/Los_Angeles");
	const ids = Object.keys(KNOWN).map((key) => seedId(`account ${key}`));
	const accounts = await ctx.db
		.selectFrom("accounts")
		.select(["id", "health", "renewal_on", "arr_cents", "currency"])
		.where("id", "in", ids)
		.execute();
	await ctx.db
		.updateTable("accounts")
		.set({ owner_id: memberId("user@demo.perigee.test") })
		.where(
			"id",
			"in",
			USERS_OWN.map((key) => seedId(`account ${key}`)),
		)
		.execute();
	await seedFacts(ctx, firstAt, today);
	await ctx.db
		.insertInto("account_contracts")
		.values(
			accounts.map((account) => ({
				...{ org_id: DEMO_ORG, id: seedId(`contract ${account.id}`), account_id: account.id, title: "Care agreement" },
				...{ number: `CA-${account.id.slice(0, 4).toUpperCase()}`, currency: account.currency },
				...{ ends_on: account.renewal_on, starts_on: account.renewal_on && addDays(account.renewal_on, -365) },
				value_cents: account.arr_cents,
			})),
		)
		.execute();
	await seedStakeholders(ctx);
	await seedScores(ctx, firstAt, accounts);
	await seedArtifacts(ctx, firstAt);
	await orchestrate({ ...ctx, actor: SEEDER, now: firstAt });
}

async function seedFacts({ db }: Ctx, firstAt: Date, today: string): Promise<void> {
	const rows = Object.entries(KNOWN).map(([key, { seats, users, trend, plan, contact, review, tickets }]) => ({
		...{ org_id: DEMO_ORG, account_id: seedId(`account ${key}`), plan, seats, active_users: users },
		...{ utilisation: Math.round((users / seats) * 100), usage_trend: trend, open_tickets: tickets },
		...{ last_contact_on: addDays(today, -contact), last_qbr_on: addDays(today, -review), updated_at: firstAt },
	}));
	await db.insertInto("account_facts").values(rows).execute();
}

async function seedStakeholders({ db }: Ctx): Promise<void> {
	const contacts = await db
		.selectFrom("contacts")
		.select(["id", "last_name", "account_id"])
		.where("account_id", "is not", null)
		.execute();
	const rows = STAKEHOLDERS.map(({ account, name, title, influence, sentiment }, index) => {
		const known = contacts.find(
			(one) => name.endsWith(one.last_name) && one.account_id === seedId(`account ${account}`),
		);
		return {
			...{ org_id: DEMO_ORG, id: seedId(`stakeholder ${account} ${name}`), account_id: seedId(`account ${account}`) },
			...{ contact_id: known?.id ?? null, name, title, influence, sentiment, position: index },
		};
	});
	await db.insertInto("account_stakeholders").values(rows).execute();
}

/** Six months of health and risk that end where they stand now. */
async function seedScores(
	{ db }: Ctx,
	firstAt: Date,
	accounts: readonly { id: string; health: number | null }[],
): Promise<void> {
	const rows = accounts.flatMap(({ id, health }, place) => {
		const values = Array.from({ length: 6 }, (_, month) => {
			const swing = month === 5 ? 0 : ((place * 7 + month * 11) % 17) - 6;
			return Math.min(100, Math.max(0, (health ?? 50) + swing));
		});
		return values.flatMap((value, month) => {
			const at = new Date(firstAt.getTime() - ((5 - month) * 30 + 1) * DAY - place * 3_600_000);
			const before = values[month - 1] ?? null;
			const shared = { org_id: DEMO_ORG, account_id: id, source: "member", by_name: SEEDER.name, at };
			return [
				{ ...shared, id: seedId(`health ${id} ${month}`, at), score: "health" as const, value, before },
				{
					...{ ...shared, id: seedId(`risk ${id} ${month}`, at), score: "risk" as const, value: 100 - value },
					before: before === null ? null : 100 - before,
				},
			];
		});
	});
	await db.insertInto("account_scores").values(rows).execute();
}
