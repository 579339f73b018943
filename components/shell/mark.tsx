/** The product's mark: an instance (the hexagon) whose door (the keyhole) takes a token. Our own drawing, as in public/icon.svg. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path d="M12 1.6 21 6.8v10.4l-9 5.2-9-5.2V6.8z" fill="#5aa6ff" />
      <path d="M12 1.6 21 6.8 12 12 3 6.8z" fill="#9dcbff" />
      <path d="M12 8.2a3 3 0 0 1 1.55 5.57l.7 3.43h-4.5l.7-3.43A3 3 0 0 1 12 8.2Z" fill="#0d1624" />
    </svg>
  );
}
