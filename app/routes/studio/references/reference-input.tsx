import { type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { mayBeId, REFERENCE_NOUNS, type Reference } from "#app/domain/workflows/nodes/records/references.ts";
import type { RecordChoices } from "#app/domain/workflows/reading/record-choices.ts";
import { useFoundRecords } from "#app/routes/crm/records/use-found-records.ts";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { HitsOffered, RecordChoicesOffered } from "./record-choices.ts";

type Given = {
	/** The input's name, `settings.fields[0].value`. */
	name: string;
	/** An id, an expression, or a name that was written for either. */
	value: string;
	shown: { label: string; hideLabel?: boolean; help?: ReactNode; errors?: readonly string[] | undefined };
	/** What stands before the names of inputs beside this one: `settings.fields[0].`, `settings.id_`. */
	beside: string;
};

/** A setting that is kept as an id: chosen from a list where there are few, else by the record's name; or an expression. */
export function ReferenceInput({ kind, ...given }: Given & { kind: Reference }) {
	const { members, stages } = useContext(RecordChoicesOffered);
	if (kind === "member") return <ListedInput {...given} empty="Nobody" options={optionsOf(members)} />;
	if (kind === "stage") return <ListedInput {...given} empty="Choose a stage" options={optionsOf(stages)} />;
	return <RecordInput {...given} kind={kind} />;
}

const optionsOf = (list: readonly { id: string; name: string }[]) =>
	list.map(({ id, name }) => ({ value: id, label: name }));

/** A value of a few: from a list, or by an expression in a field of its own, which goes before it. */
export function ListedInput({
	name,
	value,
	shown,
	beside,
	empty,
	options,
}: Given & { empty: string; options: readonly { value: string; label: string }[] }) {
	const isListed = value === "" || options.some((one) => one.value === value);
	return (
		<div className="stack">
			<Select {...shown} empty={empty} options={options} inputProps={{ name, defaultValue: isListed ? value : "" }} />
			<details className="flow-more" open={!isListed}>
				<summary>By an expression</summary>
				<TextInput
					label={`${shown.label}, as an expression`}
					hideLabel
					inputProps={{ name: `${beside}expression`, maxLength: 2_000, defaultValue: isListed ? "" : value }}
				/>
			</details>
		</div>
	);
}

/**
 * A record by its name. Without a script the name is looked for when the form is saved, and where several are called so
 * one is chosen then. With one, names are offered as one types, and the id goes with the form at once.
 */
function RecordInput({ kind, name, value, shown, beside }: Given & { kind: Exclude<Reference, "member" | "stage"> }) {
	const list = useId();
	const { names, ...choices } = useContext(RecordChoicesOffered);
	const hits = useContext(HitsOffered)[name] ?? [];
	const [words, setWords] = useState("");
	const found = useFoundRecords(kind, words);
	const latest = latestOf(choices, kind);
	const isScripted = useIsScripted();
	const kept = useRef<HTMLInputElement>(null);
	const [meant, setMeant] = useState(value);
	const start = names[value] ?? latest.find(({ id }) => id === value)?.name ?? value;
	const idOf = (text: string): string => {
		if (text === start && value !== "") return value;
		if (text.trim() === "" || mayBeId(text)) return text;
		const called = new Set([...found, ...latest].filter((one) => one.name === text).map(({ id }) => id));
		return called.size === 1 ? [...called][0]! : text;
	};
	return (
		<div className="named-record">
			<TextInput
				{...shown}
				help={
					<>
						{shown.help} Write a part of the {REFERENCE_NOUNS[kind]}’s name, or an expression that comes to its id.
					</>
				}
				inputProps={{
					...(!isScripted && { name }),
					defaultValue: start,
					list,
					autoComplete: "off",
					maxLength: 2_000,
					onInput: ({ currentTarget: { value: text } }) => {
						// The form, which hears of it next, reads the field as it is, and not as it will be drawn.
						if (kept.current) kept.current.value = idOf(text);
						setMeant(idOf(text));
						setWords(mayBeId(text) ? "" : text);
					},
				}}
			/>
			{isScripted && <input ref={kept} type="hidden" name={name} value={meant} />}
			<datalist id={list}>
				{(words.trim() === "" ? latest : found).map((one) => (
					<option key={one.id} value={one.name} />
				))}
			</datalist>
			{hits.length > 0 && (
				<>
					<input type="hidden" name={`${beside}asked`} value={value} />
					<RadioGroup
						label={`Which ${REFERENCE_NOUNS[kind]} is meant`}
						name={`${beside}chosen`}
						chosen={[]}
						options={hits.map(({ id, name: label, about }) => ({ value: id, label, ...(about && { help: about }) }))}
					/>
				</>
			)}
		</div>
	);
}

function latestOf({ accounts, contacts }: Pick<RecordChoices, "accounts" | "contacts">, kind: Reference) {
	if (kind === "account") return accounts;
	return kind === "contact" ? contacts : [];
}

function useIsScripted(): boolean {
	const [isScripted, setScripted] = useState(false);
	useEffect(() => setScripted(true), []);
	return isScripted;
}
