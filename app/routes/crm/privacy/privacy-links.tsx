import { recordPath } from "#app/domain/crm/records/schema.ts";
import { Section } from "#app/ui/frame/page.tsx";
import type { RecordMore } from "../timeline/record-more.ts";

/** What an administrator may do with all that is held on a person (CRM-8). */
export function PrivacyLinks({ id, more }: { id: string; more: Pick<RecordMore, "canExport" | "canErase"> }) {
	if (!more.canExport && !more.canErase) return null;
	const path = recordPath("contact", id);
	return (
		<Section title="Privacy">
			<ul className="plain-list">
				{more.canExport && (
					<li>
						<a href={`${path}/export`} download>
							Copy of all that is held
						</a>
					</li>
				)}
				{more.canErase && (
					<li>
						<a href={`${path}/erasure`}>Erase this person</a>
					</li>
				)}
			</ul>
		</Section>
	);
}
