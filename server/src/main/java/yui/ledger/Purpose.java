package yui.ledger;

/** Thanks and travel money are kept apart to the end (報償費, 旅費). */
public enum Purpose {
  THANKS,
  TRAVEL
}
