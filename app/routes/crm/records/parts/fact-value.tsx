import { Link } from "@remix-run/react";
import type { RecordView } from "#app/domain/crm/records/record-queries.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { Badge } from "#app/ui/signs/badge.tsx";
import { shownText } from "../field-text.ts";
import type { FormField } from "../form-fields.ts";
import { RecordStatus } from "./record-status.tsx";

const STATUS = new Set(["stage", "lifecycle", "stageId", "state"]);

/** One value of a record as it is read: addresses and links to be followed, how it stands with its mark. */
export function FactValue({ field, record }: { field: FormField; record: RecordView }) {
	const { values, names } = record;
	const value = values[field.name] ?? null;
	const byId: Record<string, string> = { [String(value)]: names[field.name] ?? "Gone" };
	const words = shownText(field, value, { values, names: byId });
	if (STATUS.has(field.name)) return <RecordStatus record={record} />;
	if (field.control === "email") return <a href={`mailto:${words}`}>{words}</a>;
	if (field.control === "tel") return <a href={`tel:${words}`}>{words}</a>;
	if (field.control === "account" || field.control === "contact") {
		return (
			<Link to={recordPath(field.control, String(value))} discover="none">
				{words}
			</Link>
		);
	}
	if (field.control === "web" || field.custom?.kind === "link") return <OutLink address={words} />;
	if (field.control === "area") return <span className="fact-text">{words}</span>;
	if (field.custom?.kind === "multi-choice") {
		return (
			<span className="cluster">
				{words.split("; ").map((word) => (
					<Badge key={word}>{word}</Badge>
				))}
			</span>
		);
	}
	return words;
}

/** A link that a member typed leads out, and tells the other side nothing of where it stood. */
function OutLink({ address }: { address: string }) {
	return (
		<a href={address} rel="noopener noreferrer nofollow" target="_blank">
			{address.replace(/^(?:https?:\/\/|mailto:)/, "").replace(/\/$/, "")}
		</a>
	);
}
