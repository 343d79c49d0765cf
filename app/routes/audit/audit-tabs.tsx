import { Tabs } from "#app/ui/frame/tabs.tsx";

/** The two parts of the audit log. */
export function AuditTabs({ current }: { current: "events" | "security" }) {
	return (
		<Tabs
			label="Audit log"
			tabs={[
				{ label: "Changes", href: "/audit", current: current === "events" },
				{ label: "Sign-ins, refusals and copies", href: "/audit/security", current: current === "security" },
			]}
		/>
	);
}
