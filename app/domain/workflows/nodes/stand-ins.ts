import { createHash } from "node:crypto";
import { RECORD_COLUMNS } from "#app/domain/crm/records/columns.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import type { ExpressionData } from "#app/domain/workflows/rules/expressions.ts";
import type { Work } from "./node-type.ts";

/** What a dry step's output says of what it would have made or found: nothing of it is there. */
export type OnTrial = { kind: string; fields: Record<string, unknown> };

const BEGINS = "00000000-0000-7000-8000-";

/** The id that a dry step gives in place of what it would have made or found: of a step, and of a loop's round, always the same. */
export function standInId({ node, data }: Pick<Work<never>, "node" | "data">, what = ""): string {
	const of = `${node.id} ${data.index ?? ""} ${what}`;
	return BEGINS + createHash("sha256").update(of).digest("hex").slice(0, 12);
}

/** Whether an id is a dry step's: nothing is looked up for it. */
export const isStandIn = (id: string): boolean => id.startsWith(BEGINS);

/** What a dry step of before would have made by this id; undefined for a real one. */
export function madeOnTrial({ steps }: ExpressionData, id: string): OnTrial | undefined {
	if (!isStandIn(id)) return undefined;
	const made = Object.values(steps as Record<string, { id?: unknown; onTrial?: OnTrial } | null>);
	return made.find((one) => one?.id === id)?.onTrial;
}

const DAY_MS = 86_400_000;
const KNOWN: Readonly<Record<string, unknown>> = {
	...{ firstName: "Ann", lastName: "Lee", email: "ann@example.com", phone: "+12025550123", name: "Acme" },
	...{ stage: "prospect", lifecycle: "customer", state: "active", timeZone: "UTC", currency: "USD", country: "US" },
	...{ valueCents: 25_000, arrCents: 25_000, previousArrCents: 25_000 },
};

/** Every field that a record of a kind has, as one that a dry step found could hold them. */
export function standInFields(type: RecordType, work: Pick<Work<never>, "node" | "data" | "now">) {
	const day = new Date(work.now.getTime() + 90 * DAY_MS).toISOString().slice(0, 10);
	const fields = Object.keys(RECORD_COLUMNS[type]).map((name) => {
		const made = name.endsWith("On") ? day : name.endsWith("Id") ? standInId(work, name) : "text";
		return [name, KNOWN[name] ?? made] as const;
	});
	return Object.fromEntries<unknown>(fields);
}
