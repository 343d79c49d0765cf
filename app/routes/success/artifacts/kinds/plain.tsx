import { invalid } from "#app/base/errors.ts";
import type { Content } from "#app/domain/artifacts/schema.ts";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { type FieldsProps, type KindView, textIn, type ViewProps } from "./view.ts";

const View = ({ content }: ViewProps<Content>) => <Entries content={content} />;

/** Any content as a person reads it: names as headings of values, lists as lists, texts with their lines. */
function Entries({ content }: { content: Content }) {
	const entries = Object.entries(content);
	if (entries.length === 0) return <p className="muted">Nothing is written yet.</p>;
	return (
		<dl className="artifact-plain">
			{entries.map(([name, value]) => (
				<div key={name}>
					<dt>{words(name)}</dt>
					<dd>
						<Value value={value} />
					</dd>
				</div>
			))}
		</dl>
	);
}

function Value({ value }: { value: unknown }) {
	if (value === null || value === "" || value === undefined) return <span className="muted">Empty</span>;
	if (typeof value === "boolean") return <>{value ? "Yes" : "No"}</>;
	if (typeof value !== "object") return <span className="artifact-text">{String(value)}</span>;
	if (!Array.isArray(value)) return <Entries content={value as Content} />;
	if (value.length === 0) return <span className="muted">Empty</span>;
	return (
		<ul className="artifact-list">
			{value.map((one, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: what came has places and no other names
				<li key={index}>
					<Value value={one} />
				</li>
			))}
		</ul>
	);
}

/** "dueDate" and "due_date" as "Due date". */
function words(name: string): string {
	const plain = name
		.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
		.replaceAll(/[_-]+/g, " ")
		.trim();
	return plain.slice(0, 1).toUpperCase() + plain.slice(1).toLowerCase();
}

function Fields({ values, errors }: FieldsProps) {
	return (
		<TextArea
			label="Content"
			help="As JSON, the way programs send it."
			errors={errors["content.json"] ?? errors.content}
			inputProps={{ name: "content.json", rows: 18, spellCheck: false, defaultValue: textIn(values, "json") }}
		/>
	);
}

/** A kind without an editor of its own: read as it came, changed as JSON. */
export const plain: KindView<Content> = {
	View,
	Fields,
	write: (content) => ({ json: JSON.stringify(content, null, 2) }),
	read(values) {
		try {
			return JSON.parse(textIn(values, "json"));
		} catch {
			throw invalid("Some fields cannot be accepted.", {
				"content.json": ['This is no JSON. Check its brackets, commas and quotes, such as {"subject": "Hello"}.'],
			});
		}
	},
};
