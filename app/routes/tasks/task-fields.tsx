import { type FieldMetadata, getInputProps, getSelectProps, getTextareaProps } from "@conform-to/react";
import { RECORD_NOUNS } from "#app/domain/crm/records/schema.ts";
import { TASK_PRIORITIES, TASK_PRIORITY_LABELS } from "#app/domain/crm/tasks/schema.ts";
import type { Assignees } from "#app/domain/crm/tasks/task-queries.ts";
import type { FormReply } from "#app/doors/form.ts";
import { NamedRecord } from "#app/routes/crm/records/named-record.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import type { TaskHits } from "./task-input.ts";
import { subjectIn } from "./task-subject.ts";

export type Fields = Record<
	"title" | "detail" | "assignedTo" | "dueDate" | "priority" | "about",
	FieldMetadata<string>
>;

type Props = {
	fields: Fields;
	people: Assignees;
	/** What it is about already, and what that is called. */
	about: { value: string; name: string } | null;
	reply: FormReply | undefined;
};

/** The fields of a task, new or edited. */
export function TaskFields({ fields, people, about, reply }: Props) {
	return (
		<>
			<TextInput
				label="What is to be done"
				errors={fields.title.errors}
				inputProps={{ ...getInputProps(fields.title, { type: "text" }), required: true, maxLength: 300 }}
			/>
			<TextArea
				label="Details"
				optional
				errors={fields.detail.errors}
				inputProps={{ ...getTextareaProps(fields.detail), rows: 4, maxLength: 5_000 }}
			/>
			<About field={fields.about} about={about} reply={reply} />
			<Assignee field={fields.assignedTo} people={people} reply={reply} />
			<div className="form-pairs">
				<TextInput
					label="Due"
					optional
					errors={fields.dueDate.errors}
					inputProps={getInputProps(fields.dueDate, { type: "date" })}
				/>
				<Select
					label="Priority"
					errors={fields.priority.errors}
					inputProps={getSelectProps(fields.priority)}
					options={TASK_PRIORITIES.map((value) => ({ value, label: TASK_PRIORITY_LABELS[value] }))}
				/>
			</div>
		</>
	);
}

/** What the task is about: as it is, nothing, or one that is looked for by name and chosen among those found. */
function About({ field, about, reply }: { field: FieldMetadata<string> } & Pick<Props, "about" | "reply">) {
	const { found = [] } = (reply?.detail ?? {}) as TaskHits;
	const typed = (reply?.result.initialValue ?? {}) as Record<string, unknown>;
	const find = typeof typed.find === "string" ? typed.find : "";
	const hits = found.map(({ type, id, name, about: more }) => ({
		...{ value: `${type}:${id}`, label: name },
		help: [RECORD_NOUNS[type].one, more].filter(Boolean).join(" · "),
	}));
	const chosen = typeof typed.about === "string" ? typed.about : reply ? "none" : (about?.value ?? "none");
	const known = [
		...hits,
		...(about && !hits.some(({ value }) => value === about.value) ? [{ value: about.value, label: about.name }] : []),
		{ value: "none", label: "Nothing: it stands for itself" },
	];
	// Chosen before the form came back for something else: what was found then is not at hand, and the choice holds.
	const type = subjectIn(chosen)?.type;
	const isLost = type !== undefined && !known.some(({ value }) => value === chosen);
	const options = isLost ? [{ value: chosen, label: `The ${type} chosen before` }, ...known] : known;
	const isLooked = found.length > 0 || (find !== "" && typed.lookedFor === find);
	return (
		<>
			<div className="inline-form">
				<TextInput
					label="Find what it is about"
					optional
					help="A part of the name of a contact, an account, a deal or a project."
					inputProps={{ name: "find", id: "task-find", defaultValue: find, maxLength: 100, autoComplete: "off" }}
				/>
				<SubmitButton tone="plain" name="step" value="find" formNoValidate>
					Find
				</SubmitButton>
			</div>
			{isLooked && <input type="hidden" name="lookedFor" value={find} />}
			<RadioGroup
				key={find}
				label="About"
				name="about"
				options={options}
				chosen={[options.some(({ value }) => value === chosen) ? chosen : "none"]}
				errors={field.errors}
			/>
		</>
	);
}

function Assignee({ field, people, reply }: { field: FieldMetadata<string> } & Pick<Props, "people" | "reply">) {
	const { members, agents } = people;
	const hits = ((reply?.detail ?? {}) as TaskHits).hits?.assignedTo ?? [];
	if (members.isWhole && agents.isWhole && hits.length === 0) {
		return (
			<Select
				label="Assigned to"
				empty="Nobody yet"
				errors={field.errors}
				inputProps={getSelectProps(field)}
				options={[
					...members.list.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
					...agents.list.map(({ id, name }) => ({ value: id, label: name, group: "Agents" })),
				]}
			/>
		);
	}
	const { asked, chosen, assignedTo } = (reply?.result.initialValue ?? {}) as Record<string, Record<string, string>>;
	const isSame = asked?.assignedTo !== undefined && asked.assignedTo === (assignedTo as unknown);
	return (
		<NamedRecord
			type="assignee"
			name="assignedTo"
			value={String(field.initialValue ?? "")}
			latest={[...members.list, ...agents.list]}
			asked={{ hits, chosen: isSame ? chosen?.assignedTo : undefined }}
			text={{ label: "Assigned to", optional: true, errors: field.errors }}
			inputProps={getInputProps(field, { type: "text" })}
		/>
	);
}
