package yui.mail;

/** The ways a letter can leave. */
public sealed interface Post permits SmtpPost, MailboxPost {

  /** Returns once the letter is in other hands; the same parcel may come again after a fault. */
  void send(Parcel parcel) throws NotSent;
}
