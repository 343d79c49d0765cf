import { type ComponentProps, useId, useState } from "react";
import type { Choice } from "#app/domain/crm/records/reads/offers.ts";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import type { Asked } from "./typed.ts";
import { useFoundRecords } from "./use-found-records.ts";

type Given = {
	type: keyof typeof NOUNS;
	/** The field's name, `accountId`. */
	name: string;
	/** The id of the record that is chosen already, or what was typed. */
	value: string;
	latest: readonly Choice[];
	asked: Asked | undefined;
	text: Omit<ComponentProps<typeof TextInput>, "inputProps">;
	inputProps: ComponentProps<typeof TextInput>["inputProps"];
};

/** What is called by its name, and how one of it is called. */
const NOUNS = {
	account: "account",
	contact: "contact",
	member: "member",
	assignee: "member or agent",
	tag: "tag",
} as const;

/**
 * A record, or a member, that is named by hand: with a script its field offers names as one types. What is saved is the one record of
 * that name; of several, and of those that are called similarly, the form comes back to have one chosen.
 */
export function NamedRecord({ type, name, value, latest, asked, text, inputProps }: Given) {
	const list = useId();
	const [words, setWords] = useState("");
	const found = useFoundRecords(type, words);
	const start = latest.find(({ id }) => id === value)?.name ?? value;
	const hits = asked?.hits ?? [];
	const chosen = asked?.chosen;
	return (
		<div className="named-record">
			<TextInput
				{...text}
				help={`Write a part of the name. The ${NOUNS[type]} of that name is found when you save.`}
				inputProps={{
					...inputProps,
					defaultValue: start,
					list,
					autoComplete: "off",
					maxLength: 200,
					onInput: (event) => setWords(event.currentTarget.value),
				}}
			/>
			<datalist id={list}>
				{(words.trim() === "" ? latest : found).map((one) => (
					<option key={one.id} value={one.name} />
				))}
			</datalist>
			{(hits.length > 0 || chosen) && <input type="hidden" name={`asked.${name}`} value={start} />}
			{hits.length > 0 ? (
				<RadioGroup
					label={`Which ${NOUNS[type]} is meant`}
					name={`chosen.${name}`}
					chosen={chosen ? [chosen] : []}
					options={hits.map(({ id, name: label, about }) => ({
						...{ value: id, label },
						...(about ? { help: about } : {}),
					}))}
				/>
			) : (
				chosen && <input type="hidden" name={`chosen.${name}`} value={chosen} />
			)}
		</div>
	);
}
