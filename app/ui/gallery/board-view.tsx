import { ButtonLink } from "#app/ui/forms/button.tsx";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { ThemeForm } from "#app/ui/frame/theme-form.tsx";
import { Board, type BoardColumn } from "#app/ui/lists/board.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { MenuPage } from "#app/ui/menu/command-menu.tsx";
import { navCommands } from "#app/ui/menu/navigation.ts";
import { ShortcutList } from "#app/ui/menu/shortcuts-dialog.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";
import { Skeleton } from "#app/ui/signs/skeleton.tsx";
import { leads, nav } from "./samples.ts";

const columns: BoardColumn[] = ["New", "Contacted", "Engaged", "Booked"].map((title, place) => ({
	id: title.toLowerCase(),
	title,
	count: place === 0 ? { value: 1000, over: true } : { value: place === 3 ? 0 : 12 + place },
	note: place === 1 && <Badge tone="warn">over 10</Badge>,
	cards:
		place === 3
			? []
			: leads(3).map((lead) => ({
					id: `${title}-${lead.id}`,
					title: lead.name,
					href: `/leads/${lead.id}`,
					body: <span className="muted">{lead.vehicle}</span>,
					locked: place === 2 && lead.id === "lead-1" ? "Hana Sato is editing this" : undefined,
				})),
}));

/** A board: each card moves by button, by keyboard and by drag. */
export function BoardView() {
	return (
		<Page title="Pipeline" width="edge">
			<Board columns={columns} action="/leads/moves" />
		</Page>
	);
}

/** What is shown when there is nothing, not yet, or something went wrong. */
export function StatesView() {
	return (
		<Page title="States" above={<Flash tone="bad" message="The file was not read: it is not a CSV." />}>
			<EmptyState
				icon="calendar"
				title="No appointments yet"
				text="What customers book from a chat or your booking page appears here, with its confirmation and reminders."
			>
				<ButtonLink to="/booking" tone="primary">
					Set up booking page
				</ButtonLink>
			</EmptyState>
			<EmptySearch asked="tacoma 2031" clear="/leads" />
			<Section title="Loading">
				<Skeleton rows={3} />
				<Skeleton rows={3} shape="text" />
			</Section>
			<Section title="Confirm">
				<ConfirmPage
					action="/leads/trash"
					consequence="12 leads and their 48 planned messages will be moved to the trash. You can bring them back for 30 days."
					button="Delete 12 leads"
					cancel="/leads"
					values={{ id: ["1", "2"] }}
				/>
			</Section>
			<Section title="Appearance">
				<ThemeForm action="/theme" theme="system" />
			</Section>
			<Section title="Menu and shortcuts">
				<MenuPage commands={navCommands(nav)} />
				<ShortcutList commands={navCommands(nav)} />
			</Section>
		</Page>
	);
}

/** An error outside the frame's pages. */
export function ErrorView() {
	return (
		<Page title="This page could not be made" search={null}>
			<ErrorPage
				happened="The database did not answer in time."
				kept="What you sent was not saved. It is still in the form: go back and send it again."
				todo="Try again in a minute. If it stays, tell an administrator the request below."
				requestId="0199c8a2-7d4e-7b1c-9a55-3f0c6d2e11ab"
			/>
		</Page>
	);
}
