import { Tabs } from "#app/ui/frame/tabs.tsx";

const TABS = [
	{ id: "workflows", label: "Workflows", href: "/studio" },
	{ id: "runs", label: "Runs", href: "/runs" },
	{ id: "approvals", label: "Approvals", href: "/approvals" },
	{ id: "guided", label: "Guided steps", href: "/guided" },
] as const;

/** The parts of the area of workflows. */
export function AreaTabs({ current }: { current: (typeof TABS)[number]["id"] }) {
	return (
		<Tabs label="Workflows and their runs" tabs={TABS.map(({ id, ...tab }) => ({ ...tab, current: id === current }))} />
	);
}
