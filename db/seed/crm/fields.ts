import { addDays, dateAt } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { FIELDS } from "./field-content.ts";

type Field = (typeof FIELDS)[number];
type Value = string | number | boolean | readonly string[];

/** The demo firm's custom fields, one of every kind, with values where it knows them. */
export async function seedFields({ db }: Ctx, firstAt: Date, contacts: ReadonlyMap<string, string>): Promise<void> {
	await db
		.insertInto("custom_fields")
		.values(
			FIELDS.map((field, position) => ({
				...{ org_id: DEMO_ORG, id: fieldId(field), record_type: field.of, key: field.key, label: field.label },
				...{ kind: field.kind, position: position + 1, created_at: firstAt },
				options: jsonb(optionsOf(field).map((label) => ({ id: optionId(field, label), label }))),
			})),
		)
		.execute();
	const today = dateAt(firstAt.getTime(), "America/Los_Angeles");
	const rows = FIELDS.flatMap((field) =>
		Object.entries(field.values as Record<string, Value>).flatMap(([of, value]) => {
			const record_id = field.of === "contact" ? contacts.get(of)! : seedId(`${field.of} ${of}`);
			const row = { org_id: DEMO_ORG, record_id, field_id: fieldId(field) };
			return columnsOf(field, value, today).map((columns, position) => ({ ...row, position, ...columns }));
		}),
	);
	await db.insertInto("custom_values").values(rows).execute();
}

function columnsOf(field: Field, value: Value, today: string): object[] {
	switch (field.kind) {
		case "number":
			return [{ number_value: Number(value) }];
		case "date":
			return [{ date_value: addDays(today, Number(value)) }];
		case "yes-no":
			return [{ yes_value: Boolean(value) }];
		case "choice":
		case "multi-choice":
			return [value].flat().map((label) => ({ option_id: optionId(field, String(label)) }));
		default:
			return [{ text_value: String(value) }];
	}
}

const optionsOf = (field: Field): readonly string[] => ("options" in field ? field.options : []);
const fieldId = ({ of, key }: Field) => seedId(`field ${of} ${key}`);
const optionId = (field: Field, label: string) => seedId(`option ${field.of} ${field.key} ${label}`);
