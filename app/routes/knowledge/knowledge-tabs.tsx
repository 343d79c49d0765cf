import { Tabs } from "#app/ui/frame/tabs.tsx";

/** The parts of the knowledge; the review is for those who look after collections. */
export function KnowledgeTabs({
	current,
	canReview,
}: {
	current: "documents" | "ask" | "collections" | "review";
	canReview: boolean;
}) {
	const tabs = [
		{ id: "documents", label: "Documents", href: "/knowledge" },
		{ id: "ask", label: "Ask", href: "/knowledge/answers" },
		{ id: "collections", label: "Collections", href: "/knowledge/collections" },
		...(canReview ? [{ id: "review", label: "Review", href: "/knowledge/review" }] : []),
	];
	return <Tabs label="Knowledge" tabs={tabs.map(({ id, ...tab }) => ({ ...tab, current: id === current }))} />;
}
