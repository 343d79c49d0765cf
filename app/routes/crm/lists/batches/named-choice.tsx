import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import type { Offer } from "#app/domain/crm/records/reads/offers.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { type Option, Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Shown = { find?: string; found?: Named[] };

export const NOBODY = [{ value: "none", label: "Nobody" }];

/** `again`: the page that looks for a name and comes back. */
type NamedGiven = { shown: Shown; again: string; noun: keyof typeof LABELS; name: string; offer: Offer };

const LABELS = { tag: "Tag", member: "Owner", account: "Account" };

/** A tag, a member or an account: from a list while that holds all of them, else looked for by name and chosen among those found. */
export function NamedChoice({
	shown,
	again,
	noun,
	name,
	offer,
	more = [],
	empty,
}: NamedGiven & { more?: Option[]; empty?: string }) {
	const label = LABELS[noun];
	const named = (all: readonly { id: string; name: string; about?: string | null }[]) =>
		all.map((one) => ({ value: one.id, label: one.name, ...(one.about ? { help: one.about } : {}) }));
	if (offer.isWhole) {
		return (
			<Select
				label={label}
				{...(empty ? { empty } : {})}
				inputProps={{ name, required: empty !== undefined }}
				options={[...named(offer.list), ...more]}
			/>
		);
	}
	return (
		<>
			<div className="inline-form">
				<TextInput
					label={`Find a ${noun}`}
					help={`There are more than can be listed. Write a part of the ${noun}'s name.`}
					inputProps={{ name: "find", defaultValue: shown.find, maxLength: 100, autoComplete: "off" }}
				/>
				<SubmitButton tone="plain" formAction={again} formNoValidate>
					Find
				</SubmitButton>
			</div>
			{shown.find && shown.found?.length === 0 && (
				<p className="muted">Nothing is called “{shown.find}”. Write another part of the name.</p>
			)}
			<RadioGroup
				label={label}
				name={name}
				required
				options={[...named(shown.found ?? []), ...more]}
				chosen={shown.found?.length === 1 ? [shown.found[0]!.id] : []}
			/>
		</>
	);
}
