import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import type { Choice as OneChoice } from "#app/domain/crm/records/reads/offers.ts";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { type Option, Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type FormField, inputName } from "./form-fields.ts";
import { NamedRecord } from "./named-record.tsx";
import type { Asked } from "./typed.ts";

type Given = {
	field: FormField;
	/** What stands in it at first. */
	value: string | readonly string[];
	choices: Choices;
	currency: string;
	errors?: readonly string[] | undefined;
	/** Of a record that was named by hand. */
	asked?: Asked;
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
			return <Reference {...given} type="member" empty="Nobody yet" />;
		case "stage":
			return (
				<Choice
					{...given}
					options={choices.stages.map(({ id, name, pipeline }) => ({ value: id, label: name, group: pipeline }))}
				/>
			);
		case "account":
		case "contact":
			return <Reference {...given} type={field.control} empty={`No ${field.control}`} />;
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

/** Another record, or a member: chosen from a list while that can be read, looked for by name where there are more. */
function Reference({ type, empty, ...given }: Given & { type: keyof typeof OFFERS; empty: string }) {
	const { field, value, choices, asked } = given;
	const offer = choices[OFFERS[type]];
	if (offer.isWhole && !asked?.hits.length) return <Choice {...given} options={asOptions(offer.list)} empty={empty} />;
	return (
		<NamedRecord
			{...{ type, asked, value: String(value) }}
			name={field.name}
			latest={offer.list}
			text={textOf(given)}
			inputProps={wired(given)}
		/>
	);
}

const OFFERS = { account: "accounts", contact: "contacts", member: "members" } as const;

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

const asOptions = (list: readonly OneChoice[]): Option[] => list.map(({ id, name }) => ({ value: id, label: name }));

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
