import { Link } from "@remix-run/react";
import { subjectPath } from "./subject-links.ts";

/** A record by its name, linked where it has a page; nothing of one without a name. */
export function SubjectLink({ subject }: { subject: { type: string; id: string; name: string | null } | null }) {
	const path = subjectPath(subject);
	if (!subject?.name || !path) return subject?.name ?? null;
	return (
		<Link to={path} discover="none">
			{subject.name}
		</Link>
	);
}
