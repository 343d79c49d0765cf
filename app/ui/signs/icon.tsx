import type { LucideIcon } from "lucide-react";
import Activity from "lucide-react/icons/activity";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import ArrowUp from "lucide-react/icons/arrow-up";
import Bell from "lucide-react/icons/bell";
import BookOpen from "lucide-react/icons/book-open";
import Bot from "lucide-react/icons/bot";
import Building from "lucide-react/icons/building-2";
import Calendar from "lucide-react/icons/calendar";
import ChartColumn from "lucide-react/icons/chart-column";
import Check from "lucide-react/icons/check";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Clock from "lucide-react/icons/clock";
import Columns from "lucide-react/icons/columns-3";
import Copy from "lucide-react/icons/copy";
import Download from "lucide-react/icons/download";
import File from "lucide-react/icons/file";
import GraduationCap from "lucide-react/icons/graduation-cap";
import Heart from "lucide-react/icons/heart-handshake";
import Inbox from "lucide-react/icons/inbox";
import Info from "lucide-react/icons/info";
import Link from "lucide-react/icons/link";
import Lock from "lucide-react/icons/lock";
import Mail from "lucide-react/icons/mail";
import Megaphone from "lucide-react/icons/megaphone";
import Menu from "lucide-react/icons/menu";
import Message from "lucide-react/icons/message-circle";
import Phone from "lucide-react/icons/phone";
import Plus from "lucide-react/icons/plus";
import Search from "lucide-react/icons/search";
import Send from "lucide-react/icons/send";
import Settings from "lucide-react/icons/settings";
import Sun from "lucide-react/icons/sun";
import Tag from "lucide-react/icons/tag";
import Trash from "lucide-react/icons/trash-2";
import Alert from "lucide-react/icons/triangle-alert";
import Undo from "lucide-react/icons/undo-2";
import Upload from "lucide-react/icons/upload";
import Person from "lucide-react/icons/user";
import People from "lucide-react/icons/users";
import Workflow from "lucide-react/icons/workflow";
import Close from "lucide-react/icons/x";

// Imported one by one: the package's front door loads 1,700 icons into the server at start.
const icons = {
	activity: Activity,
	alert: Alert,
	"arrow-down": ArrowDown,
	"arrow-left": ArrowLeft,
	"arrow-right": ArrowRight,
	"arrow-up": ArrowUp,
	bell: Bell,
	book: BookOpen,
	bot: Bot,
	building: Building,
	calendar: Calendar,
	chart: ChartColumn,
	check: Check,
	clock: Clock,
	close: Close,
	columns: Columns,
	copy: Copy,
	download: Download,
	error: CircleAlert,
	file: File,
	heart: Heart,
	inbox: Inbox,
	info: Info,
	learn: GraduationCap,
	link: Link,
	lock: Lock,
	mail: Mail,
	megaphone: Megaphone,
	menu: Menu,
	message: Message,
	people: People,
	person: Person,
	phone: Phone,
	plus: Plus,
	search: Search,
	send: Send,
	settings: Settings,
	success: CircleCheck,
	sun: Sun,
	tag: Tag,
	trash: Trash,
	undo: Undo,
	upload: Upload,
	workflow: Workflow,
} satisfies Record<string, LucideIcon>;

/** The icons of the product by what they mean here; data such as navigation names them. */
export type IconName = keyof typeof icons;

/** One icon of 16 px in the colour of its text. Decorative: words stand beside it or in the control's label. */
export function Icon({ name }: { name: IconName }) {
	const Drawing = icons[name];
	return <Drawing className="icon" size={16} aria-hidden="true" />;
}
