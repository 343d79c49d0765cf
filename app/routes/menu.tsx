import { Page, Section } from "#app/ui/frame/page.tsx";
import { MenuPage } from "#app/ui/menu/command-menu.tsx";
import { navCommands } from "#app/ui/menu/navigation.ts";
import { ShortcutList } from "#app/ui/menu/shortcuts-dialog.tsx";
import { AREAS, COMMANDS } from "./areas.ts";

export const meta = () => [{ title: "Menu · Perigee" }];

const ALL = [...navCommands(AREAS), ...COMMANDS];

/** The command menu and the shortcuts as a page: the plain twin of Ctrl-K and `?`. */
export default function Menu() {
	return (
		<Page title="Menu" width="narrow">
			<MenuPage commands={ALL} />
			<Section title="Shortcuts">
				<ShortcutList commands={ALL} />
			</Section>
		</Page>
	);
}
