import type { ComponentType } from "react";
import { Frame } from "#app/ui/frame/frame.tsx";
import { Landing } from "#app/ui/landing.tsx";
import { MomentProvider } from "#app/ui/signs/moment.tsx";
import { BoardView, ErrorView, StatesView } from "./gallery/board-view.tsx";
import { FormView } from "./gallery/form-view.tsx";
import { ListView } from "./gallery/list-view.tsx";
import { ChatView, SignInView } from "./gallery/public-view.tsx";
import { RecordView } from "./gallery/record-view.tsx";
import { nav, now, zone } from "./gallery/samples.ts";

const inFrame: Record<string, ComponentType> = {
	list: ListView,
	record: RecordView,
	form: FormView,
	board: BoardView,
	states: StatesView,
	error: ErrorView,
};
const alone: Record<string, ComponentType> = { chat: ChatView, "sign-in": SignInView, landing: Landing };

/** The names that `view` takes. */
export const galleryViews = [...Object.keys(inFrame), ...Object.keys(alone)];

/**
 * Every component with sample data, a page at a time, for review: the frame is part of what is shown, so mount it
 * outside any other layout (`/_kit?view=list`, in development only). An unknown name shows the list.
 */
export function Gallery({ view = "list" }: { view?: string }) {
	const Alone = alone[view];
	const Framed = inFrame[view] ?? ListView;
	return (
		<MomentProvider now={now} zone={zone}>
			{Alone ? (
				<Alone />
			) : (
				<Frame
					org={{ name: "Harbor Auto Care" }}
					nav={nav}
					person={{ name: "Hana Sato", role: "Manager", href: "/settings/me" }}
					commands={galleryViews.map((name) => ({
						label: `Kit: ${name}`,
						href: `/_kit?view=${name}`,
						hint: "Gallery",
					}))}
				>
					<Framed />
				</Frame>
			)}
		</MomentProvider>
	);
}
