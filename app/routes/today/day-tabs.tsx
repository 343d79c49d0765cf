import { Tabs } from "#app/ui/frame/tabs.tsx";

/** The day and all that is to be done: tasks stand under Today, one press from where the day begins. */
export function DayTabs({ current }: { current: "today" | "tasks" }) {
	return (
		<Tabs
			label="The day"
			tabs={[
				{ label: "Today", href: "/today", current: current === "today" },
				{ label: "Tasks", href: "/tasks", current: current === "tasks" },
			]}
		/>
	);
}
