import { z } from "zod";
import { sayDate, sayMoney } from "#app/base/words/say-time.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_NOUNS, RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { byPressing } from "#app/domain/crm/tasks/pressing-order.ts";
import type { Ctx } from "#db/context.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	type: z.enum(RECORD_TYPES),
	id: z.uuid().describe("As another tool told it"),
	only: z.string().max(40).optional().describe("One field, where only that is asked for"),
});

/** What is worth telling first; the rest stands on the record's page. */
const SHOWN = [
	"email",
	"phone",
	"stage",
	"jobTitle",
	"city",
	"industry",
	"renewalOn",
	"health",
	"state",
	"dueOn",
	"closesOn",
	"lostReason",
];

export const readRecord: ReadTool<z.output<typeof Input>> = {
	name: "read_record",
	purpose: "Read one contact, account, deal or project: its fields, who owns it, and its open tasks.",
	permission: "search.view",
	input: Input,
	async read(ctx, { type, id, only }) {
		const record = await getRecord(ctx, type, id);
		const { values, names } = record;
		const money = ["valueCents", "arrCents"].flatMap((field) =>
			typeof values[field] === "number" && values[field] > 0
				? [
						`${field === "arrCents" ? "ARR" : "value"} ${sayMoney(values[field] as number, String(values.currency ?? "USD"))}`,
					]
				: [],
		);
		const facts = SHOWN.flatMap((field) =>
			values[field] === null || values[field] === undefined || values[field] === ""
				? []
				: [`${wordsOf(field)}: ${String(values[field])}`],
		);
		const others = Object.entries(names).map(([field, name]) => `${wordsOf(field.replace(/Id$/, ""))}: ${name}`);
		const finding = { title: record.name, note: RECORD_NOUNS[type].one, href: `/${RECORD_NOUNS[type].many}/${id}` };
		if (only) {
			const known = ALIKE[only] ?? [only];
			const told = [...facts, ...money, ...others].filter((fact) =>
				known.some((field) =>
					fact.startsWith(`${wordsOf(field.replace(/(?:Id|Cents)$/, "")).replace(/^arr$/, "ARR")}`),
				),
			);
			const none = `No ${wordsOf(only.replace(/(?:Id|Cents)$/, ""))} of ${record.name} is kept.`;
			return { heading: "", lines: [{ text: told.length > 0 ? `${record.name}, ${told.join("; ")}` : none, finding }] };
		}
		return {
			heading: `${record.name} (${RECORD_NOUNS[type].one}):`,
			lines: [
				{ text: [...facts, ...money, ...others].join("; ") || "No details are kept.", finding },
				...(await openTasks(ctx, type, id)).map((task) => ({
					text: `Open task: ${task.title}${task.due_on ? `, due ${sayDate(task.due_on)}` : ""}`,
					finding: { title: task.title, note: "task", href: `/tasks/${task.id}` },
				})),
			],
		};
	},
};

function openTasks(ctx: Ctx, type: string, id: string) {
	return ctx.db
		.selectFrom("tasks")
		.select(["id", "title", "due_on"])
		.where("subject_type", "=", type)
		.where("subject_id", "=", id)
		.where("state", "=", "open")
		.orderBy(byPressing(ctx, "tasks"))
		.limit(5)
		.execute();
}

/** What members call alike. */
const ALIKE: Record<string, string[]> = { dueOn: ["dueOn", "closesOn"], state: ["state", "stage"], stage: ["stage"] };

/** "renewalOn" as "renewal on". */
function wordsOf(field: string): string {
	return field.replace(/([A-Z])/g, " $1").toLowerCase();
}
