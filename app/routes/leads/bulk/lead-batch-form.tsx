import { Form } from "@remix-run/react";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import type { Offer } from "#app/domain/crm/records/reads/offers.ts";
import { type LeadAct, leadActWords } from "#app/domain/leads/bulk/schema.ts";
import { LEAD_STATES } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { NamedChoice, NOBODY } from "#app/routes/crm/lists/batches/named-choice.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";

export type LeadBatchShown = {
	key: string;
	act: LeadAct;
	count: number;
	ids: string[];
	query?: string;
	members: Offer;
	/** Where there are more members than a list can hold: what was looked for, and what was found. */
	find?: string;
	found?: Named[];
};

/** Asks what an act on many leads needs and names act and count on its button. */
export function LeadBatchForm({ shown }: { shown: LeadBatchShown }) {
	const { act, count, ids, query } = shown;
	if (count === 0) return <p>None of these leads is there any more.</p>;
	return (
		<Form discover="none" method="post" action="/leads/batches" className="form">
			<p>{SAYS[act]}</p>
			{ids.map((id) => (
				<input key={id} type="hidden" name="ids" value={id} />
			))}
			{query !== undefined && <input type="hidden" name="query" value={`?${query}`} />}
			<input type="hidden" name="act" value={act} />
			<input type="hidden" name="key" value={shown.key} />
			{act === "assign" && (
				<NamedChoice
					shown={shown}
					again="/leads/batches/new"
					noun="member"
					name="ownerId"
					offer={shown.members}
					more={NOBODY}
				/>
			)}
			{act === "move" && <StateChoice />}
			<FormActions>
				<SubmitButton>{leadActWords(act, formatCount(count))}</SubmitButton>
				<ButtonLink to={query ? `/leads?${query}` : "/leads"} tone="quiet">
					Keep as it is
				</ButtonLink>
			</FormActions>
		</Form>
	);
}

const UNDO = "You can undo this as a whole; what somebody changes in the meantime is then left alone.";
const SAYS: Readonly<Record<LeadAct, string>> = {
	assign: `Each gets the owner you choose. ${UNDO}`,
	move: `Those that cannot be moved there stay as they are, and you are told why. Won and lost end what is left of their touches, which undoing does not start again. ${UNDO}`,
	pause: `What is left of their sequences is held until somebody lets it go on. ${UNDO}`,
	resume: `Paused sequences go on where they stood. ${UNDO}`,
};

// Nobody is "new" again, and "booked" needs an appointment: neither can be chosen by hand.
const CHOSEN = LEAD_STATES.filter((state) => state !== "new" && state !== "booked");

function StateChoice() {
	return (
		<>
			<Select
				label="State"
				empty="Choose a state"
				inputProps={{ name: "state", required: true }}
				options={CHOSEN.map((value) => ({ value, label: LEAD_STATE_LABELS[value] }))}
			/>
			<TextInput
				label="Why they were lost"
				optional
				help="Kept where you choose lost."
				inputProps={{ name: "lostReason", type: "text", maxLength: 300 }}
			/>
		</>
	);
}
