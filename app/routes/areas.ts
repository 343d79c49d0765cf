import type { Command, NavItem } from "#app/ui/menu/navigation.ts";

/** The areas that exist, in the order of LOOK.md; the first five are the phone's bottom bar. */
export const AREAS: readonly NavItem[] = [
	{ label: "Today", href: "/today", icon: "activity", keys: "g t", also: ["/tasks"] },
	{ label: "Leads", href: "/leads", icon: "people", keys: "g l" },
	{ label: "Calendar", href: "/calendar", icon: "calendar", keys: "g c" },
	{ label: "Conversations", short: "Chats", href: "/conversations", icon: "inbox", keys: "g i" },
	{ label: "CRM", href: "/contacts", icon: "building", keys: "g r" },
	{ label: "Success", href: "/success", icon: "heart", keys: "g s" },
	{ label: "Assistant", href: "/assistant", icon: "bot", keys: "g a" },
	{ label: "Knowledge", href: "/knowledge", icon: "file", keys: "g n" },
	{ label: "Studio", href: "/studio", icon: "workflow", keys: "g w" },
	{ label: "Outbox", href: "/outbox", icon: "send", keys: "g o" },
];

/** What the command menu offers besides the areas. */
export const COMMANDS: readonly Command[] = [
	{ label: "New contact", href: "/contacts/new", hint: "Create", keys: "c c", icon: "person" },
	{ label: "New account", href: "/accounts/new", hint: "Create", icon: "building" },
	{ label: "New deal", href: "/deals/new", hint: "Create", keys: "c d", icon: "plus" },
	{ label: "New project", href: "/projects/new", hint: "Create", icon: "plus" },
	{ label: "New task", href: "/tasks/new", hint: "Create", keys: "c t", icon: "check" },
	{ label: "New lead", href: "/leads/new", hint: "Create", keys: "c l", icon: "plus" },
	{ label: "Book appointment", href: "/calendar/new", hint: "Create", keys: "c a", icon: "calendar" },
	{ label: "New workflow", href: "/studio/new", hint: "Create", icon: "workflow" },
	{ label: "Import contacts", href: "/imports/new", hint: "Create", icon: "upload" },
	{ label: "Duplicates", href: "/duplicates", hint: "Go to", icon: "people" },
	{ label: "Imports", href: "/imports", hint: "Go to", icon: "upload" },
	{ label: "Changes of many records", href: "/batches", hint: "Go to", icon: "check" },
	{ label: "Trash", href: "/trash", hint: "Go to", icon: "trash" },
	{ label: "Upload documents", href: "/knowledge/upload", hint: "Create", icon: "upload" },
	{ label: "Ask the knowledge", href: "/knowledge/answers", hint: "Go to", icon: "search" },
	{ label: "Ready workflows", href: "/studio/templates", hint: "Go to", icon: "workflow" },
	{ label: "Tasks", href: "/tasks", hint: "Go to", keys: "g k", icon: "check" },
	{ label: "Lead figures", href: "/leads/figures", hint: "Go to", icon: "chart" },
	{ label: "Release held messages", href: "/outbox/held", hint: "Go to", icon: "send" },
	{ label: "Profile and appearance", href: "/settings/profile", hint: "Settings", icon: "person" },
	{ label: "Members", href: "/settings/members", hint: "Settings", icon: "people" },
	{ label: "Locations", href: "/settings/locations", hint: "Settings", icon: "settings" },
	{ label: "Shop systems", href: "/settings/shops", hint: "Settings", icon: "link" },
	{ label: "Sequences", href: "/settings/sequences", hint: "Settings", icon: "mail" },
	{ label: "Tags", href: "/settings/tags", hint: "Settings", icon: "people" },
	{ label: "Custom fields", href: "/settings/fields", hint: "Settings", icon: "settings" },
	{ label: "Rules of plays", href: "/success/rules", hint: "Settings", icon: "settings" },
	{ label: "Audit log", href: "/audit", hint: "Go to", icon: "clock" },
	{ label: "Jobs", href: "/jobs", hint: "Go to", icon: "workflow" },
	{ label: "API", href: "/api/docs", hint: "Go to", icon: "file" },
];
