/** `2026-11-23 12:05:01`, in the operator's own time zone. */
export const sayTime = (time: Date): string => {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${sayClock(time)}`;
};

/** The same without the day when that is today. */
export const sayRecent = (time: Date, now = new Date()): string =>
  time.toDateString() === now.toDateString() ? sayClock(time) : sayTime(time);

/** `12:05:01`. */
export const sayClock = (time: Date): string => time.toTimeString().slice(0, 8);
