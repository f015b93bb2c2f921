import activity from 'lucide-static/icons/activity.svg' with { loader: 'text' };
import arrowLeft from 'lucide-static/icons/arrow-left.svg' with { loader: 'text' };
import ban from 'lucide-static/icons/ban.svg' with { loader: 'text' };
import bell from 'lucide-static/icons/bell.svg' with { loader: 'text' };
import bellOff from 'lucide-static/icons/bell-off.svg' with { loader: 'text' };
import book from 'lucide-static/icons/book.svg' with { loader: 'text' };
import check from 'lucide-static/icons/check.svg' with { loader: 'text' };
import chevronDown from 'lucide-static/icons/chevron-down.svg' with { loader: 'text' };
import chevronLeft from 'lucide-static/icons/chevron-left.svg' with { loader: 'text' };
import chevronRight from 'lucide-static/icons/chevron-right.svg' with { loader: 'text' };
import chevronUp from 'lucide-static/icons/chevron-up.svg' with { loader: 'text' };
import circleAlert from 'lucide-static/icons/circle-alert.svg' with { loader: 'text' };
import copy from 'lucide-static/icons/copy.svg' with { loader: 'text' };
import download from 'lucide-static/icons/download.svg' with { loader: 'text' };
import ellipsis from 'lucide-static/icons/ellipsis.svg' with { loader: 'text' };
import fileCode from 'lucide-static/icons/file-code.svg' with { loader: 'text' };
import layers from 'lucide-static/icons/layers.svg' with { loader: 'text' };
import layoutGrid from 'lucide-static/icons/layout-grid.svg' with { loader: 'text' };
import list from 'lucide-static/icons/list.svg' with { loader: 'text' };
import logOut from 'lucide-static/icons/log-out.svg' with { loader: 'text' };
import pause from 'lucide-static/icons/pause.svg' with { loader: 'text' };
import pencil from 'lucide-static/icons/pencil.svg' with { loader: 'text' };
import play from 'lucide-static/icons/play.svg' with { loader: 'text' };
import plus from 'lucide-static/icons/plus.svg' with { loader: 'text' };
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg' with { loader: 'text' };
import rotateCw from 'lucide-static/icons/rotate-cw.svg' with { loader: 'text' };
import search from 'lucide-static/icons/search.svg' with { loader: 'text' };
import server from 'lucide-static/icons/server.svg' with { loader: 'text' };
import settings from 'lucide-static/icons/settings.svg' with { loader: 'text' };
import shield from 'lucide-static/icons/shield.svg' with { loader: 'text' };
import square from 'lucide-static/icons/square.svg' with { loader: 'text' };
import tags from 'lucide-static/icons/tags.svg' with { loader: 'text' };
import trash from 'lucide-static/icons/trash-2.svg' with { loader: 'text' };
import x from 'lucide-static/icons/x.svg' with { loader: 'text' };
import zoomIn from 'lucide-static/icons/zoom-in.svg' with { loader: 'text' };
import zoomOut from 'lucide-static/icons/zoom-out.svg' with { loader: 'text' };

/** The icons that are bundled, by the name that templates use. Lucide, ISC licence. */
export const icons = {
  activity,
  'arrow-left': arrowLeft,
  ban,
  bell,
  'bell-off': bellOff,
  book,
  check,
  'chevron-down': chevronDown,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-alert': circleAlert,
  copy,
  download,
  ellipsis,
  'file-code': fileCode,
  layers,
  'layout-grid': layoutGrid,
  list,
  'log-out': logOut,
  pause,
  pencil,
  play,
  plus,
  'rotate-ccw': rotateCcw,
  'rotate-cw': rotateCw,
  search,
  server,
  settings,
  shield,
  square,
  tags,
  trash,
  x,
  'zoom-in': zoomIn,
  'zoom-out': zoomOut,
} as const;

export type IconName = keyof typeof icons;
