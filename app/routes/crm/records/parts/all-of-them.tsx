import { Link } from "@remix-run/react";
import type { RecordView } from "#app/domain/crm/records/record-queries.ts";
import { RELATED_PAGE, recordPath } from "#app/domain/crm/records/schema.ts";
import type { TimelineKind } from "#app/domain/crm/timeline/schema.ts";

/** Says that a list on a record's page shows its beginning alone, and leads to all of it. */
export function AllOfThem({ noun, to, first = "latest" }: { noun: string; to: string; first?: "latest" | "next" }) {
	return (
		<p className="muted">
			The {first} {RELATED_PAGE} are shown.{" "}
			<Link to={to} discover="none">
				See all {noun}
			</Link>
		</p>
	);
}

/** What has no list of its own stands in the record's timeline, narrowed to its kind. */
export function storyPath({ type, id }: Pick<RecordView, "type" | "id">, kind: TimelineKind): string {
	return `${recordPath(type, id)}?${new URLSearchParams({ kind })}#what-happened`;
}
