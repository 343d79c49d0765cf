import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { useRows } from "./more-rows.tsx";
import { type FieldsProps, type Posted, rowsIn, textIn } from "./view.ts";

/** The lines with their order and comments; what a task says of itself is changed where the task is. */
export function OpenTasksFields({ artifact, values, errors, members, blank }: FieldsProps) {
	const { all, button } = useRows({
		rows: rowsIn(values, "lines"),
		blank,
		most: 100,
		names: ["title", "comment", "taskId"],
	});
	return (
		<>
			<TextArea
				label="Introduction"
				optional
				errors={errors["content.intro"]}
				inputProps={{ name: "content.intro", rows: 3, maxLength: 5_000, defaultValue: textIn(values, "intro") }}
			/>
			<Fieldset legend="Lines">
				<p className="field-help">
					The place says the order. A line of its own can become a task once it is saved. Empty lines stand at the end.
				</p>
				{all.map((row, index) => (
					<Line
						// biome-ignore lint/suspicious/noArrayIndexKey: lines have places in the form
						key={index}
						{...{ row, index, errors, members }}
						task={artifact.tasks.find(({ item }) => item === textIn(row, "key"))}
					/>
				))}
				{button}
			</Fieldset>
		</>
	);
}

type LineProps = Pick<FieldsProps, "errors" | "members"> & {
	row: Posted;
	index: number;
	task: FieldsProps["artifact"]["tasks"][number] | undefined;
};

function Line({ row, index, errors, members, task }: LineProps) {
	const full = (name: string) => `content.lines[${index}].${name}`;
	const hidden = (name: string) => <input type="hidden" name={full(name)} value={textIn(row, name)} />;
	const text = (name: string, label: string, type = "text") => (
		<TextInput
			label={label}
			errors={errors[full(name)]}
			inputProps={{
				...{ name: full(name), type, defaultValue: textIn(row, name) },
				"aria-label": `${label} of line ${index + 1}`,
			}}
		/>
	);
	const title = task?.title ?? textIn(row, "title");
	return (
		<div className="form-rows">
			{hidden("key")}
			{hidden("taskId")}
			{text("place", "Place", "number")}
			{task ? (
				<>
					{hidden("title")}
					<div className="field">
						<span className="field-label">Task</span>
						<a href={`/tasks/${task.taskId}`}>{task.title}</a>
					</div>
				</>
			) : (
				<>
					{text("title", "What")}
					<Select
						label="Who"
						empty="Nobody yet"
						options={members.map(({ id, name }) => ({ value: id, label: name }))}
						errors={errors[full("ownerId")]}
						inputProps={{
							...{ name: full("ownerId"), defaultValue: textIn(row, "ownerId") },
							"aria-label": `Who does line ${index + 1}`,
						}}
					/>
					{text("dueOn", "Due", "date")}
				</>
			)}
			{text("comment", "Comment")}
			{title !== "" && (
				<Checkbox
					label="Take out"
					inputProps={{ name: full("gone"), id: `field-gone-${index}`, "aria-label": `Take out ${title}` }}
				/>
			)}
		</div>
	);
}
