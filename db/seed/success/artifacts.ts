import { DAY } from "#app/base/time.ts";

import { DEFAULT_LIMITS, outsideLimits, type Pricing } from "#app/domain/artifacts/rules/pricing.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG, memberId } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { ARTIFACTS, MAP_PEOPLE, MAPS } from "./artifacts-content.ts";
import { seedContract } from "./contract.ts";
import { STAKEHOLDERS } from "./success-content.ts";

/**
 * What the demo firm's members made of their accounts: a contract that was read, assessments, maps, and prices, of which one
 * waits for a manager.
 */
export async function seedArtifacts(ctx: Ctx, firstAt: Date): Promise<void> {
	const { artifact: contract, keep } = await seedContract(ctx, firstAt);
	const maps = MAPS.map(({ account, by, daysAgo }) => ({
		...{ account, kind: "stakeholder_map", title: "Stakeholder map", by, daysAgo },
		versions: [{ note: "", content: mapOf(account) }],
	}));
	const made = [...ARTIFACTS, ...maps, contract].map((one) => {
		const at = new Date(firstAt.getTime() - one.daysAgo * DAY);
		return { ...one, at, id: seedId(`artifact ${one.account} ${one.kind}`, at) };
	});
	await ctx.db
		.insertInto("artifacts")
		.values(
			made.map(({ id, account, kind, title, by, at, versions }) => ({
				...{ org_id: DEMO_ORG, id, account_id: seedId(`account ${account}`), kind, title, version: versions.length },
				...{ created_by: by, created_at: at, updated_at: at },
			})),
		)
		.execute();
	await ctx.db
		.insertInto("artifact_versions")
		.values(
			made.flatMap(({ id, by, at, versions }) =>
				versions.map(({ note, content }, index) => ({
					...{ org_id: DEMO_ORG, artifact_id: id, number: index + 1, content: jsonb(content), note },
					...{ saved_by: by, saved_at: new Date(at.getTime() + index * 3_600_000) },
				})),
			),
		)
		.execute();
	await keep(made.find(({ kind }) => kind === contract.kind)!.id);
	await seedApproval(ctx, made.find(({ kind }) => kind === "pricing")!);
}

type Made = {
	id: string;
	title: string;
	account: string;
	by: string;
	at: Date;
	versions: readonly { content: object }[];
};

/** The newest version of a price stands outside the limits, and its manager was asked. */
async function seedApproval({ db }: Ctx, { id, title, account, by, at, versions }: Made): Promise<void> {
	const number = versions.length;
	const reasons = outsideLimits(versions.at(-1)!.content as Pricing, DEFAULT_LIMITS);
	const asked = new Date(at.getTime() + number * 3_600_000);
	const taskId = seedId(`task approve ${account}`);
	await db
		.insertInto("tasks")
		.values({
			...{ org_id: DEMO_ORG, id: taskId, title: `Approve version ${number} of “${title}”`, priority: "high" },
			...{
				detail: [...reasons, `/success/artifacts/${id}`].join("\n"),
				member_id: memberId("manager@demo.perigee.test"),
			},
			...{ subject_type: "account", subject_id: seedId(`account ${account}`), created_at: asked },
		})
		.execute();
	await db
		.insertInto("artifact_approvals")
		.values({
			...{ org_id: DEMO_ORG, artifact_id: id, number, reasons: jsonb(reasons), task_id: taskId },
			...{ asked_by: by, asked_at: asked },
		})
		.execute();
}

/** The account's stakeholders where somebody put them, each other reporting to the first. */
function mapOf(account: string) {
	const people = STAKEHOLDERS.filter((one) => one.account === account).map(({ name, title }) => ({
		...{ key: seedId(`stakeholder ${account} ${name}`), name, title, contactId: null },
		...MAP_PEOPLE[name]!,
	}));
	const top = people.toSorted((one, other) => other.influence - one.influence)[0]!;
	const lines = people.filter((one) => one !== top).map(({ key }) => ({ from: key, to: top.key, kind: "reports_to" }));
	return { people, lines, notes: "" };
}
