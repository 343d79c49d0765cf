import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { namesOf, shownText, type Typed } from "./field-text.ts";
import { type FormField, inputName } from "./form-fields.ts";
import { joinedWords } from "./saving/saved-words.ts";
import type { Clash } from "./typed.ts";

type Given = {
	clash: Clash;
	choices: Choices;
	fields: readonly FormField[];
	typed: Typed;
	values: Values;
	/** The form again, as the record is now: the way to take the others' side. */
	again: string;
};

/** Somebody saved first: both sides of each field that both changed, and what of theirs stays anyway. */
export function EditConflict({ clash, choices, fields, typed, values, again }: Given) {
	const shown = { values: { ...values, ...clash.current }, names: namesOf(choices) };
	const differences = fields
		.filter(({ name }) => clash.clashes.includes(name))
		.map((field) => ({
			label: field.label,
			theirs: shownText(field, clash.current[field.name] ?? null, shown),
			yours: typedWords(field, typed[inputName(field.name)], shown),
		}));
	return (
		<>
			<Conflict who={clash.by} differences={differences}>
				<ButtonLink to={again}>Take theirs</ButtonLink>
			</Conflict>
			{clash.joined.length > 0 && (
				<p className="muted">{joinedWords({ by: clash.by, fields: clash.joined }, fields)}</p>
			)}
		</>
	);
}

/** What was typed, in the words of what was chosen. */
function typedWords(
	field: FormField,
	typed: string | readonly string[] | undefined,
	shown: Parameters<typeof shownText>[2],
): string {
	if (typed === undefined || typed === "") return "";
	if (field.control === "money" || field.control === "date") return String(typed);
	if (!field.custom)
		return (
			shown.names[String(typed)] ??
			shownText({ ...field, control: CHOSEN.has(field.control) ? "text" : field.control }, String(typed), shown)
		);
	const { kind } = field.custom;
	if (kind === "multi-choice") return shownText(field, [typed].flat() as string[], shown);
	return kind === "choice" ? shownText(field, String(typed), shown) : String(typed);
}

/** Chosen by name or id: a name that was typed is told as it was typed. */
const CHOSEN = new Set(["owner", "account", "contact", "stage"]);
