import { DAY } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { ARTIFACTS, MAP_PEOPLE } from "./artifacts-content.ts";
import { STAKEHOLDERS } from "./success-content.ts";

/** What the demo firm's members made of their accounts: an assessment, prices, of which one waits for a manager, and a map. */
export async function seedArtifacts({ db }: Ctx, firstAt: Date): Promise<void> {
	const map = {
		...{ account: "cascade", kind: "stakeholder_map", title: "Stakeholder map", by: "Uma Castell", daysAgo: 6 },
		versions: [{ note: "", content: mapOf("cascade") }],
	};
	for (const { account, kind, title, by, daysAgo, versions } of [...ARTIFACTS, map]) {
		const at = new Date(firstAt.getTime() - daysAgo * DAY);
		const id = seedId(`artifact ${account} ${kind}`, at);
		await db
			.insertInto("artifacts")
			.values({
				...{ org_id: DEMO_ORG, id, account_id: seedId(`account ${account}`), kind, title, version: versions.length },
				...{ created_by: by, created_at: at, updated_at: at },
			})
			.execute();
		await db
			.insertInto("artifact_versions")
			.values(
				versions.map(({ note, content }, index) => ({
					...{ org_id: DEMO_ORG, artifact_id: id, number: index + 1, content: jsonb(content), note },
					...{ saved_by: by, saved_at: new Date(at.getTime() + index * 3_600_000) },
				})),
			)
			.execute();
	}
}

/** The account's stakeholders where somebody put them, the first reporting to the second. */
function mapOf(account: string) {
	const people = STAKEHOLDERS.filter((one) => one.account === account).map(({ name, title }) => ({
		...{ key: seedId(`stakeholder ${account} ${name}`), name, title, contactId: null },
		...MAP_PEOPLE[name]!,
	}));
	const [one, other] = people;
	return { people, lines: [{ from: one!.key, to: other!.key, kind: "reports_to" }], notes: "" };
}
