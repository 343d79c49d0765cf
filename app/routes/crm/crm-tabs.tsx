import { RECORD_TYPES, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { Tabs } from "#app/ui/frame/tabs.tsx";

const LABELS: Readonly<Record<RecordType, string>> = {
	contact: "Contacts",
	account: "Accounts",
	deal: "Deals",
	project: "Projects",
};

/** The four kinds of record, above every page that lists them. */
export function CrmTabs({ current }: { current?: RecordType }) {
	return (
		<Tabs
			label="Records"
			tabs={RECORD_TYPES.map((type) => ({ label: LABELS[type], href: recordPath(type), current: type === current }))}
		/>
	);
}
