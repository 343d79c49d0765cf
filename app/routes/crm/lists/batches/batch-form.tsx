import { Form } from "@remix-run/react";
import { LIFECYCLE_LABELS } from "#app/domain/crm/accounts/schema.ts";
import { actWords, type BulkAct } from "#app/domain/crm/bulk/schema.ts";
import { CONTACT_STAGE_LABELS } from "#app/domain/crm/contacts/schema.ts";
import type { CustomField } from "#app/domain/crm/fields/schema.ts";
import type { BulkChoices } from "#app/domain/crm/lists/bulk-choices.ts";
import { PROJECT_STATE_LABELS } from "#app/domain/crm/projects/schema.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { TagInput } from "#app/routes/crm/records/tag-input.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { NamedChoice, NOBODY } from "./named-choice.tsx";

export type BatchShown = BulkChoices & {
	key: string;
	type: RecordType;
	act: BulkAct;
	count: number;
	ids: string[];
	query?: string;
	/** Where there are more members or tags than a list can hold: what was looked for, and what was found. */
	find?: string;
	found?: Named[];
	field?: string;
	fields: CustomField[];
	own: { value: string; label: string }[];
};

/** Asks what an act needs and names act and count on its button. Changing a field asks first which. */
export function BatchForm({ shown }: { shown: BatchShown }) {
	const { act, type, count, ids, query } = shown;
	if (count === 0) return <p>None of these records is there any more.</p>;
	const choosesField = act === "edit" && !shown.field;
	const action = choosesField ? againOf(type) : "/batches";
	return (
		<Form discover="none" method="post" action={action} className="form">
			<p>{SAYS[act]}</p>
			{ids.map((id) => (
				<input key={id} type="hidden" name={choosesField ? "id" : "ids"} value={id} />
			))}
			{query !== undefined && (
				<input
					type="hidden"
					name={choosesField ? "all" : "query"}
					value={choosesField ? `all?${query}` : `?${query}`}
				/>
			)}
			<input type="hidden" name="act" value={act} />
			{!choosesField && (
				<>
					<input type="hidden" name="key" value={shown.key} />
					<input type="hidden" name="type" value={type} />
				</>
			)}
			{choosesField ? <FieldChoice shown={shown} /> : <Control shown={shown} />}
			<FormActions>
				<SubmitButton tone={act === "delete" ? "danger" : "primary"}>
					{choosesField ? "Choose this field" : actWords(act, formatCount(count), type)}
				</SubmitButton>
				<ButtonLink to={`${recordPath(type)}${query ? `?${query}` : ""}`} tone="quiet">
					Keep as it is
				</ButtonLink>
			</FormActions>
		</Form>
	);
}

const UNDO = "You can undo this as a whole; what somebody changes in the meantime is then left alone.";
const SAYS: Readonly<Record<BulkAct, string>> = {
	tag: `Those that have the tag already stay as they are. ${UNDO}`,
	untag: `Those without the tag stay as they are. ${UNDO}`,
	assign: `Each gets the owner you choose. ${UNDO}`,
	edit: `Each gets the value you choose. ${UNDO}`,
	delete: `They leave the lists and searches, and can be restored from the trash with all that hangs on them. ${UNDO}`,
	restore: "They come back with all that hangs on them.",
};

function FieldChoice({ shown: { own, fields } }: { shown: BatchShown }) {
	const custom = fields.map(({ key, label }) => ({ value: `field:${key}`, label, group: "Your own fields" }));
	return <Select label="Field to change" inputProps={{ name: "field" }} options={[...own, ...custom]} />;
}

const againOf = (type: RecordType) => `/batches/new?type=${type}`;

function Control({ shown }: { shown: BatchShown }) {
	const again = againOf(shown.type);
	switch (shown.act) {
		case "tag":
			return (
				<div className="field">
					<label className="field-label" htmlFor="field-tag">
						Tag
					</label>
					<TagInput id="field-tag" known={shown.tags.list.map(({ name }) => name)} />
				</div>
			);
		case "untag":
			return (
				<NamedChoice shown={shown} again={again} noun="tag" name="tagId" offer={shown.tags} empty="Choose a tag" />
			);
		case "assign":
			return (
				<NamedChoice shown={shown} again={again} noun="member" name="ownerId" offer={shown.members} more={NOBODY} />
			);
		case "edit":
			return <ValueControl shown={shown} />;
		default:
			return null;
	}
}

const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	"contact stage": CONTACT_STAGE_LABELS,
	"account lifecycle": LIFECYCLE_LABELS,
	"project state": PROJECT_STATE_LABELS,
};
/** Accounts may be any number: they are looked for by name. */
const NO_LIST = { list: [], isWhole: false };
const NO_ACCOUNT = [{ value: "", label: "No account" }];
const DAYS = new Set(["renewalOn", "closesOn", "startsOn", "dueOn"]);

function ValueControl({ shown }: { shown: BatchShown }) {
	const { type, field = "", fields } = shown;
	const custom = fields.find(({ key }) => `field:${key}` === field);
	const label = custom?.label ?? shown.own.find(({ value }) => value === field)?.label ?? "Value";
	const hidden = <input type="hidden" name="field" value={field} />;
	if (field === "accountId") {
		return (
			<>
				{hidden}
				<NamedChoice
					shown={shown}
					again={againOf(type)}
					noun="account"
					name="value"
					offer={NO_LIST}
					more={NO_ACCOUNT}
				/>
			</>
		);
	}
	const choices = CHOICES[`${type} ${field}`];
	const options = custom
		? custom.options.filter(({ archived }) => !archived).map((option) => ({ value: option.id, label: option.label }))
		: choices
			? Object.entries(choices).map(([value, words]) => ({ value, label: words }))
			: field === "stageId"
				? shown.stages.map(({ id, name, pipeline }) => ({ value: id, label: name, group: pipeline }))
				: [];
	const yesNo =
		custom?.kind === "yes-no"
			? [
					{ value: "yes", label: "Yes" },
					{ value: "no", label: "No" },
				]
			: [];
	const all = [...options, ...yesNo];
	if (all.length > 0) {
		return (
			<>
				{hidden}
				<Select
					label={label}
					{...(custom ? { empty: "No value" } : {})}
					inputProps={custom?.kind === "multi-choice" ? { name: "value", multiple: true } : { name: "value" }}
					options={all}
				/>
			</>
		);
	}
	const isDay = DAYS.has(field) || custom?.kind === "date";
	return (
		<>
			{hidden}
			<TextInput
				label={label}
				help="Leave it empty to take the value away."
				inputProps={{ name: "value", type: isDay ? "date" : "text" }}
			/>
		</>
	);
}
