import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { type Option, Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type FormField, inputName } from "./form-fields.ts";

type Given = {
	field: FormField;
	/** What stands in it at first. */
	value: string | readonly string[];
	choices: Choices;
	currency: string;
	errors?: readonly string[] | undefined;
	autoFocus?: boolean;
};

const COMMON = "USD EUR GBP CAD AUD NZD CHF SEK NOK DKK PLN CZK JPY CNY INR SGD MXN BRL ZAR".split(" ");

/** The control of one field of a record, with its label; built in or of the organisation's own. */
export function FieldControl(given: Given) {
	const { field, choices, currency } = given;
	const text = String(given.value);
	switch (field.control) {
		case "custom":
			return <CustomControl {...given} />;
		case "select":
			return <Choice {...given} options={field.options ?? []} />;
		case "currency":
			return (
				<Choice
					{...given}
					options={[...new Set([text || currency, ...COMMON])].map((code) => ({ value: code, label: code }))}
				/>
			);
		case "owner":
			return <Choice {...given} options={asOptions(choices.members)} empty="Nobody yet" />;
		case "stage":
			return (
				<Choice
					{...given}
					options={choices.stages.map(({ id, name, pipeline }) => ({ value: id, label: name, group: pipeline }))}
				/>
			);
		case "account":
			return <Named {...given} from={choices.accounts} empty="No account" />;
		case "contact":
			return <Named {...given} from={choices.contacts} empty="No contact" />;
		case "area":
			return <TextArea {...textOf(given)} inputProps={{ ...wired(given), rows: 4, maxLength: field.most }} />;
		default:
			return <Line {...given} />;
	}
}

const TYPES: Partial<Record<FormField["control"], string>> = { email: "email", tel: "tel", web: "text", date: "date" };

function Line(given: Given) {
	const { field, currency } = given;
	const isMoney = field.control === "money";
	const type = TYPES[field.control] ?? "text";
	return (
		<TextInput
			{...textOf(given)}
			label={isMoney ? `${field.label} in ${currency}` : field.label}
			inputProps={{
				...wired(given),
				type,
				maxLength: type === "date" ? undefined : (field.most ?? 40),
				...(isMoney ? { inputMode: "decimal" } : {}),
				...(field.control === "web" ? { inputMode: "url" } : {}),
			}}
		/>
	);
}

/** A record by name: from a list while that can be read, typed where there are more. */
function Named({ from, empty, ...given }: Given & { from: Choices["accounts"]; empty: string }) {
	if (from.length < MANY) return <Choice {...given} options={asOptions(from)} empty={empty} />;
	const list = `list-${given.field.name}`;
	const known = from.find(({ id }) => id === given.value);
	return (
		<>
			<TextInput
				{...textOf(given)}
				help="Write its name, or choose one."
				inputProps={{ ...wired(given), defaultValue: known?.name ?? String(given.value), list, autoComplete: "off" }}
			/>
			<datalist id={list}>
				{from.map(({ id, name }) => (
					<option key={id} value={name} />
				))}
			</datalist>
		</>
	);
}

/** From how many on a list is written in rather than unfolded; the query brings as many. */
const MANY = 200;

function CustomControl(given: Given) {
	const { field, value } = given;
	const { kind, options } = field.custom!;
	const chosen = [value].flat();
	const open: Option[] = options
		.filter(({ id, archived }) => !archived || chosen.includes(id))
		.map(({ id, label, archived }) => ({ value: id, label: archived ? `${label} (archived)` : label }));
	switch (kind) {
		case "choice":
			return <Choice {...given} options={open} empty={field.needed ? "Choose one" : "None"} />;
		case "multi-choice":
			return (
				<RadioGroup
					{...textOf(given)}
					id={idOf(field)}
					name={inputName(field.name)}
					type="checkbox"
					options={open}
					chosen={chosen}
				/>
			);
		case "yes-no":
			return <Choice {...given} options={YES_NO} empty={field.needed ? "Choose one" : "Not said"} />;
		default:
			return (
				<TextInput
					{...textOf(given)}
					inputProps={{
						...wired(given),
						type: kind === "date" ? "date" : "text",
						...(kind === "number" ? { inputMode: "decimal" } : {}),
						...(kind === "link" ? { inputMode: "url", placeholder: "https://" } : {}),
						maxLength: kind === "text" ? 5_000 : kind === "date" ? undefined : 2_000,
					}}
				/>
			);
	}
}

const YES_NO: Option[] = [
	{ value: "yes", label: "Yes" },
	{ value: "no", label: "No" },
];

function Choice({ options, empty, ...given }: Given & { options: readonly Option[]; empty?: string }) {
	return (
		<Select
			{...textOf(given)}
			inputProps={wired(given)}
			options={options}
			{...(empty === undefined ? {} : { empty })}
		/>
	);
}

const asOptions = (list: Choices["members"]): Option[] => list.map(({ id, name }) => ({ value: id, label: name }));

export function idOf(field: FormField): string {
	return `field-${inputName(field.name)}`;
}

function textOf({ field, errors }: Given) {
	return { label: field.label, help: field.help, errors, optional: !field.needed };
}

function wired({ field, value, autoFocus }: Given) {
	// In place, the field one asked to edit is where one wants to write.
	return {
		...{ id: idOf(field), name: inputName(field.name), defaultValue: String(value), required: field.needed },
		...(autoFocus ? { autoFocus } : {}),
	};
}
